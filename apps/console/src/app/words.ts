import type { ConsoleFacet, PathBuilders } from '../facet/console-facet.ts';
import { facets } from '../facets/index.ts';
import type { common } from '../i18n/en/common.ts';
import type { condition } from '../i18n/en/condition.ts';
import type { fact } from '../i18n/en/fact.ts';
import type { known } from '../i18n/en/known.ts';
import type { Texts } from '../i18n/texts.ts';
import type { Language } from '../theme/preferences.ts';

type WordsOf<Facet> = Facet extends ConsoleFacet<string, infer Words, PathBuilders> ? Texts<Words> : never;

/** All texts of the console: those that every page uses, and the words of each facet under its name. */
type Catalogue = Texts<
  typeof common & { readonly condition: typeof condition; readonly fact: typeof fact; readonly known: typeof known }
> & {
  readonly [Facet in (typeof facets)[number] as Facet['name']]: WordsOf<Facet>;
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue };
  }
}

/** Fetches the texts of a language. */
export async function loadWords(language: Language): Promise<object> {
  const of = language === 'zh-CN' ? 'zh' : 'en';
  const [shared, ...own] = await Promise.all([
    of === 'zh' ? loadChinese() : loadEnglish(),
    ...facets.map(async ({ name, words }) => [name, await words[of]()] as const),
  ]);
  return { ...shared, ...Object.fromEntries(own) };
}

async function loadEnglish(): Promise<object> {
  const parts = await Promise.all([
    import('../i18n/en/common.ts'),
    import('../i18n/en/condition.ts'),
    import('../i18n/en/fact.ts'),
    import('../i18n/en/known.ts'),
  ]);
  return sharedWords(parts);
}

async function loadChinese(): Promise<object> {
  const parts = await Promise.all([
    import('../i18n/zh/common.ts'),
    import('../i18n/zh/condition.ts'),
    import('../i18n/zh/fact.ts'),
    import('../i18n/zh/known.ts'),
  ]);
  return sharedWords(parts);
}

type SharedParts = readonly [
  { readonly common: object },
  { readonly condition: object },
  { readonly fact: object },
  { readonly known: object },
];

function sharedWords([{ common }, { condition }, { fact }, { known }]: SharedParts): object {
  return { ...common, condition, fact, known };
}
