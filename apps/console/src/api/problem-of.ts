import { ApiError } from '@perennial/contracts';
import type { ProblemDetail } from '@perennial/contracts';
import type { TFunction } from 'i18next';
import { isRecord } from './is-record.ts';
import { PasskeyRefusal } from './passkey-refusal.ts';

/** A failure as the console shows it. */
export interface ShownProblem {
  readonly title: string;
  readonly detail: string | undefined;
  readonly next: string;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** What the server says in English, in the reader's language; the code stands for a sentence that nobody knows. */
export type Said = (english: string | ProblemDetail, code?: string) => string;

/** Of an answer that is not the server's own: of a proxy before it, in no shape that can be read. */
const foreignCode = 'http.unreadable';

/** Turns whatever was thrown into what happened and what to do next. */
export function problemOf(error: unknown, t: TFunction, said: Said): ShownProblem {
  if (error instanceof ApiError) {
    const { title, detail, code, ...rest } = error.problem;
    const shown = detail === undefined ? title : said(detail, code);
    const isForeign = code === foreignCode;
    return {
      title: isForeign ? t('problem.foreign', { status: error.status }) : title,
      detail: isForeign || shown === title ? undefined : shown,
      next: typeof rest['next'] === 'string' ? rest['next'] : t('problem.networkNext'),
      code,
      errors: readErrors(rest['errors']).map((detail) => ({ path: detail.path, message: said(detail, code) })),
    };
  }
  if (error instanceof PasskeyRefusal) {
    return {
      title: t(`problem.passkey.${error.reason}`),
      detail: undefined,
      next: t(`problem.passkey.${error.reason}Next`),
      code: `passkey.${error.reason}`,
      errors: [],
    };
  }
  const isNetwork = error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
  if (isNetwork) {
    return {
      title: t('problem.network'),
      detail: undefined,
      next: t('problem.networkNext'),
      code: 'network',
      errors: [],
    };
  }
  return {
    title: t('problem.unexpected'),
    detail: error instanceof Error ? error.message : String(error),
    next: t('problem.unexpectedNext'),
    code: 'console.unexpected',
    errors: [],
  };
}

function readErrors(value: unknown): readonly ProblemDetail[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('path' in item) || !('message' in item)) return [];
    const code = 'code' in item && typeof item.code === 'string' ? { code: item.code } : {};
    const params = 'params' in item && isParams(item.params) ? { params: item.params } : {};
    return [{ path: String(item.path), message: String(item.message), ...code, ...params }];
  });
}

function isParams(value: unknown): value is Readonly<Record<string, string | number>> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string' || typeof one === 'number');
}
