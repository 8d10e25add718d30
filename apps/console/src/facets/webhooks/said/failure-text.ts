import type { TFunction } from 'i18next';
import type { en } from '../i18n/en.ts';

type Words = (typeof en)['failure'];

/** Codes of failures without `webhook.` before them. */
const codes = [
  'timeout',
  'status',
  'redirect',
  'name_unknown',
  'unreachable',
  'connection_refused',
  'connection_lost',
  'tls',
  'answer_invalid',
  'aborted',
  'address_private',
  'url_invalid',
  'url_too_long',
  'scheme',
  'credentials',
  'fragment',
  'condition_unknown',
  'member_unreadable',
  'event_unreadable',
] as const satisfies readonly (keyof Words['codes'])[];

export interface FailureText {
  readonly what: string;
  readonly next: string;
}

interface Failure {
  readonly code: string;
  /** HTTP status of the answer, where one came and is known. */
  readonly status?: number | null;
}

/** Why a call failed and what to do, in words; a code that nobody knows is shown as it is. */
export function failureText({ code, status = null }: Failure, t: TFunction): FailureText {
  const name = code.replace(/^webhook\./, '');
  const known = codes.find((one) => one === name);
  if (known === undefined) {
    return { what: t('webhooks.failure.unknown', { code }), next: t('webhooks.failure.unknownNext') };
  }
  if (known === 'status' && status !== null) {
    const answer = answerOf(status);
    return {
      what: t(`webhooks.failure.answers.${answer}.what`, { status }),
      next: t(`webhooks.failure.answers.${answer}.next`),
    };
  }
  return { what: t(`webhooks.failure.codes.${known}.what`), next: t(`webhooks.failure.codes.${known}.next`) };
}

/** What an answer that took nothing is called; each of these is mended in another way. */
export function answerOf(status: number): keyof Words['answers'] {
  switch (status) {
    case 401:
    case 403:
      return 'refused';
    case 404:
    case 405:
      return 'missing';
    case 410:
      return 'gone';
    case 413:
      return 'large';
    case 429:
      return 'many';
    default:
      return status >= 500 ? 'broken' : 'other';
  }
}
