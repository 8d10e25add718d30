import type { ProblemLanguage } from '@perennial/contracts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../theme/preferences.ts';

/** Text of the program itself (stage names, field labels), which carries both languages. */
export interface LocalText {
  readonly en: string;
  readonly zh: string;
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
}

/** The reader's language as the wire names it. */
export function useWireLanguage(): ProblemLanguage {
  return toWireLanguage(useLanguage());
}

export function toWireLanguage(language: Language): ProblemLanguage {
  return language === 'zh-CN' ? 'zh' : 'en';
}

/** Picks the reader's language of a bilingual text; the other one where it is missing. */
export function useLocal(): (text: LocalText) => string {
  const language = useLanguage();
  return useCallback((text: LocalText) => pickText(text, language), [language]);
}

export function pickText(text: LocalText, language: Language): string {
  const [wanted, other] = language === 'zh-CN' ? [text.zh, text.en] : [text.en, text.zh];
  return wanted === '' ? other : wanted;
}
