import { errorTable, isErrorCode, type ProblemLanguage } from '../../errors/index.ts';
import { fieldNameOf, wordText } from '../../sentences/index.ts';

/** What the log says of an act: what people have written stays as it is, what the program added is said in the reader's language. */
export function auditText(text: string, language: ProblemLanguage): string {
  if (isErrorCode(text)) return errorTable[text].title[language];
  if (language === 'en') return text;
  return text
    .split('; ')
    .map((part) => wordText(part, 'zh') ?? fieldsText(part) ?? doneText(part) ?? refusedText(part) ?? part)
    .join('；');
}

/** What came of a visit to the provider: `sign_in, account created, role operator`. */
function doneText(text: string): string | undefined {
  const words = text.split(', ').map((part) => wordText(part, 'zh'));
  return words.every((word) => word !== undefined) ? words.join('、') : undefined;
}

/** Why a visit to the provider came to nothing, with the provider's own code: `sign_in provider.refused (access_denied)`. */
function refusedText(text: string): string | undefined {
  const [, intent = '', code = '', own = ''] = /^(?:(\w+) )?([\w.]+)( \([^)]*\))?$/.exec(text) ?? [];
  if (!isErrorCode(code)) return undefined;
  const began = intent === '' ? '' : `${wordText(intent, 'zh') ?? intent}：`;
  return `${began}${errorTable[code].title.zh}${own}`;
}

/** What was changed of somebody: `name, role`. */
function fieldsText(text: string): string | undefined {
  const names = text.split(', ').map(fieldNameOf);
  return names.every((name) => name !== undefined) ? names.map(({ zh }) => zh).join('、') : undefined;
}
