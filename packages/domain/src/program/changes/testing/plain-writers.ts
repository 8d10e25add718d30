import type { CompareUse } from '../compare-documents.ts';

const written = {
  decimal: (value: number) => String(value),
  money: (amountMinor: number) => `¥${(amountMinor / 100).toFixed(2)}`,
  day: String,
};

/** Values as no reader's language writes them, so that tests say them at sight. */
export const plainWriters: CompareUse['writers'] = {
  en: { language: 'en', ...written },
  zh: { language: 'zh', ...written },
};
