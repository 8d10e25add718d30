import { isIP } from 'node:net';
import { ProblemError } from '../../kernel/problem-error.ts';

/** For whom authenticators keep a passkey: the name in the public address, and the one origin that may ask for it. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * Undefined where browsers give no passkeys: an address in digits has no name that they could be bound to, and outside https they are
 * there for the machine itself alone (Web Authentication Level 3, 5.1 and 13.4.9).
 */
export function findRelyingParty(publicUrl: string): RelyingParty | undefined {
  if (!URL.canParse(publicUrl)) return undefined;
  const { protocol, hostname, origin } = new URL(publicUrl);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isNamed = hostname !== '' && !hostname.startsWith('[') && isIP(hostname) === 0;
  return isNamed && (protocol === 'https:' || isLocal) ? { id: hostname, origin } : undefined;
}

/** Throws `passkey.address_needed`. */
export function requireRelyingParty(publicUrl: string): RelyingParty {
  const party = findRelyingParty(publicUrl);
  if (party !== undefined) return party;
  const detail = publicUrl === '' ? 'There is no public address.' : `The public address is ${publicUrl}.`;
  throw new ProblemError('passkey.address_needed', { detail });
}
