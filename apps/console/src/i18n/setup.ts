import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readLanguage, writeLanguage } from '../theme/preferences.ts';
import type { Language } from '../theme/preferences.ts';
import type { Catalogue } from './catalogue.ts';

/** Starts i18next with the reader's language; the other catalogue is loaded only when it is switched to. */
export async function startI18n(): Promise<void> {
  const language = readLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: language,
    resources: { [language]: { translation: await loadCatalogue(language) } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Switches the language live. */
export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await loadCatalogue(language));
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  writeLanguage(language);
}

async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'zh-CN') return (await import('./zh/catalogue.ts')).zh;
  return (await import('./en/catalogue.ts')).en;
}
