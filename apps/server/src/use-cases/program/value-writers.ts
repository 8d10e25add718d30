import { createDateText, createNumberText } from '@perennial/contracts';
import type { CompareUse } from '@perennial/domain';

/** How amounts, numbers and days are written in what the server words, in each language; `currency` is the program's. */
export function createValueWriters(currency: string): CompareUse['writers'] {
  const of = (language: 'en' | 'zh') => {
    const locale = language === 'en' ? 'en' : 'zh-CN';
    // Documents hold calendar days, which are the same in every zone.
    const dates = createDateText(locale, 'UTC');
    const day = (value: number | string) => {
      const at = typeof value === 'number' ? value : Date.parse(value);
      return Number.isFinite(new Date(at).getTime()) ? dates.day(at) : String(value);
    };
    return { language, ...createNumberText(locale, currency), day };
  };
  return { en: of('en'), zh: of('zh') };
}
