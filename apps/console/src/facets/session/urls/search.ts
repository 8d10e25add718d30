import { textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface SignInSearch {
  /** Where to go after signing in: a path of this console, never another site. */
  readonly next?: string;
  readonly token?: string;
  /** Signed in, with a second factor still to be set up. */
  readonly factor?: true;
}

export function readSignInSearch(raw: RawSearch): SignInSearch {
  const next = raw['next'];
  const isOwnPath = typeof next === 'string' && /^\/(?![/\\])/.test(next);
  return {
    ...textOf(raw, 'token'),
    ...(String(raw['factor']) === 'true' ? { factor: true } : {}),
    ...(isOwnPath ? { next } : {}),
  };
}
