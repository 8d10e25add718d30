import { ApiError } from '@perennial/contracts';
import type { TFunction } from 'i18next';
import { PasskeyRefusal } from './passkey-refusal.ts';

/** A failure as the console shows it. */
export interface ShownProblem {
  readonly title: string;
  readonly detail: string | undefined;
  readonly next: string;
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

/** Turns whatever was thrown into what happened and what to do next. */
export function problemOf(error: unknown, t: TFunction): ShownProblem {
  if (error instanceof ApiError) {
    const { title, detail, code, ...rest } = error.problem;
    return {
      title,
      detail: detail === title ? undefined : detail,
      next: typeof rest['next'] === 'string' ? rest['next'] : t('problem.networkNext'),
      code,
      errors: readErrors(rest['errors']),
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

function readErrors(value: unknown): ShownProblem['errors'] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('path' in item) || !('message' in item)) return [];
    return [{ path: String(item.path), message: String(item.message) }];
  });
}
