import { createDateText, decimalText, unitTitle } from '@perennial/contracts';
import type { LocalizedText, ProblemLanguage } from '@perennial/contracts';

/** How a file that people read is asked for. */
export interface FileRequest {
  readonly language: ProblemLanguage;
  /** `raw`: as programs read it. */
  readonly form: 'words' | 'raw';
}

export interface FileWords {
  readonly language: ProblemLanguage;
  readonly text: (text: LocalizedText) => string;
  /** The title of a column of amounts, which says their currency. */
  readonly amountTitle: (text: LocalizedText) => string;
  /** Minor units of the program's currency as a decimal of it. */
  readonly amount: (amountMinor: number) => string;
  /** The title of a column of days or times, which says their zone. */
  readonly zonedTitle: (text: LocalizedText) => string;
  /** As the console shows it; nothing is an empty cell. */
  readonly day: (at: number | null) => string;
  readonly instant: (at: number) => string;
}

export interface FileSettings {
  /** IANA name of the program's zone. */
  readonly zone: string;
  /** ISO 4217 code of the program's currency. */
  readonly currency: string;
  /** Digits of its minor unit. */
  readonly digits: number;
}

/** Without it spreadsheets read Chinese as something else. */
export const byteOrderMark = '\uFEFF';

/** What a file is written in: the reader's language, the program's zone and its currency. */
export function createFileWords({ zone, currency, digits }: FileSettings, language: ProblemLanguage): FileWords {
  const dates = createDateText(language === 'zh' ? 'zh-CN' : 'en', zone);
  // A text of the program may be missing in one of the two languages.
  const text = ({ en, zh }: LocalizedText) => (language === 'zh' ? zh || en : en || zh);
  const named = (title: LocalizedText, unit: string) => unitTitle(text(title), unit, language);
  return {
    language,
    text,
    amountTitle: (title) => named(title, currency),
    amount: (amountMinor) => decimalText(amountMinor, digits),
    zonedTitle: (title) => named(title, zone),
    day: (at) => (at === null ? '' : dates.day(at)),
    instant: dates.instant,
  };
}
