import { errorTable, fieldNameOf, isErrorCode, wordText } from '@perennial/contracts';
import type { Language } from '../../../theme/preferences.ts';

/** What the log says of an act: what people have written stays as it is, what the program added is said in the reader's language. */
export function auditText(text: string, language: Language): string {
  const of = language === 'zh-CN' ? 'zh' : 'en';
  if (isErrorCode(text)) return errorTable[text].title[of];
  if (of === 'en') return text;
  return text
    .split('; ')
    .map((part) => wordText(part, 'zh') ?? fieldsText(part) ?? part)
    .join('；');
}

/** What was changed of somebody: `name, role`. */
function fieldsText(text: string): string | undefined {
  const names = text.split(', ').map(fieldNameOf);
  return names.every((name) => name !== undefined) ? names.map(({ zh }) => zh).join('、') : undefined;
}
