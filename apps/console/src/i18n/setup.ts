import i18next from 'i18next';
import type { BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readLanguage, writeLanguage } from '../theme/preferences.ts';
import type { Language } from '../theme/preferences.ts';

const namespace = 'translation';

/** Fetches all texts of a language. */
export type LoadTexts = (language: Language) => Promise<object>;

/** Starts i18next with the reader's language; the other one is fetched only when it is switched to. */
export async function startI18n(load: LoadTexts): Promise<void> {
  const language = readLanguage();
  await i18next
    .use(createBackend(load))
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      load: 'currentOnly',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = language;
}

/** Switches the language live. Who cannot fetch its texts keeps the present ones. */
export async function switchLanguage(language: Language): Promise<void> {
  await i18next.loadLanguages(language);
  if (!i18next.hasResourceBundle(language, namespace)) return;
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  writeLanguage(language);
}

function createBackend(load: LoadTexts): BackendModule {
  return {
    type: 'backend',
    callbackApi: true,
    init: () => {},
    read: (language, _, done) => {
      load(language === 'zh-CN' ? 'zh-CN' : 'en').then(
        (texts) => done(null, { ...texts }),
        (error: unknown) => done(error instanceof Error ? error : String(error), false),
      );
    },
  };
}
