import { errorTable, fieldNameOf, isErrorCode, wordDetail } from '@perennial/contracts';
import type { ProblemDetail } from '@perennial/contracts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeName } from './known-names.ts';
import { useLanguage, useLocal } from './use-local.ts';

/** What the server says in English, in the reader's language; where nobody knows the sentence, the title of its error code. */
export function useSaid(): (english: string | ProblemDetail, code?: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return useCallback(
    (said: string | ProblemDetail, code = '') => {
      const detail = typeof said === 'string' ? { path: '', message: said } : said;
      const english = detail.message;
      const of = language === 'zh-CN' ? 'zh' : 'en';
      // A background job that failed says no more than the code.
      if (isErrorCode(english)) return errorTable[english].title[of];
      const worded = wordDetail(detail, of);
      if (worded !== undefined) return worded;
      // What the sender wrote in Chinese is read as it is.
      if (/\p{Script=Han}/u.test(english)) return english;
      return isErrorCode(code) ? errorTable[code].title.zh : t('known.unsaid');
    },
    [t, language],
  );
}

/** A field of a file in words: one of ours, or an attribute by its own name. */
export function useFieldName(): (field: string) => string {
  const { t } = useTranslation();
  const local = useLocal();
  return useCallback(
    (field: string) => {
      if (field.startsWith('attributes.')) return attributeName(field.slice('attributes.'.length), t);
      const name = fieldNameOf(field);
      return name === undefined ? field : local(name);
    },
    [t, local],
  );
}
