import type { IdentityPolicy } from '@perennial/domain';
import { undressEmail, undressPhone } from '@perennial/domain/reading';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Longest identity that is taken; what is longer is no identity but an attempt to fill the index. */
export const identityLengthMax = 256;
/** Longest type, family prefix included. */
export const identityTypeLengthMax = 64;

export type Normalised =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  /** Identifies nobody: a placeholder, a shop's own number. */
  | { readonly kind: 'blocked' };

const chineseMobile = /^1[3-9]\d{9}$/;
const chineseMobileE164 = /^\+861[3-9]\d{9}$/;
const emailShape = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)+$/;
const typeShape = /^[a-z][a-z0-9_]*(:[A-Za-z0-9_.-]+)?$/;

export function isIdentityType(type: string): boolean {
  return type.length <= identityTypeLengthMax && typeShape.test(type);
}

/** The value as it is compared: two spellings of one identity become equal. `country` is where numbers without one are dialled, '' for nowhere. */
export function normaliseIdentity(policy: IdentityPolicy, raw: string, country: string): Normalised {
  if (raw.length > identityLengthMax) return { kind: 'invalid', reason: `longer than ${identityLengthMax} characters` };
  const trimmed = raw.normalize('NFKC').trim();
  if (trimmed === '') return { kind: 'invalid', reason: 'empty' };
  if (isBlocked(policy, trimmed)) return { kind: 'blocked' };
  const result = byNormaliser(policy, trimmed, country);
  return result.kind === 'value' && isBlocked(policy, result.value) ? { kind: 'blocked' } : result;
}

function isBlocked(policy: IdentityPolicy, value: string): boolean {
  return policy.blockedValues.includes(value) || policy.blockedValues.includes(value.toLowerCase());
}

function byNormaliser(policy: IdentityPolicy, value: string, country: string): Normalised {
  switch (policy.normaliser) {
    case 'phone':
      return normalisePhone(value, country);
    case 'email':
      return normaliseEmail(value);
    case 'digits':
      return { kind: 'value', value: value.replaceAll(/[\s-]/g, '').toUpperCase() };
    case 'lower':
      return { kind: 'value', value: value.toLowerCase() };
    case 'exact':
      return { kind: 'value', value };
  }
}

function normalisePhone(text: string, country: string): Normalised {
  const value = undressPhone(text);
  // Nearly every number here is one of these two; the library takes thirty times as long to say the same.
  if (chineseMobileE164.test(value)) return { kind: 'value', value };
  if (country === 'CN' && chineseMobile.test(value)) return { kind: 'value', value: `+86${value}` };
  const parsed = parsePhoneNumberFromString(value, {
    ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
    extract: false,
  });
  if (parsed?.isPossible() === true) return { kind: 'value', value: parsed.number };
  const isNational = country === '' && /^[\d\s()./-]{5,}$/.test(value);
  return { kind: 'invalid', reason: isNational ? 'a telephone number without a country' : 'not a telephone number' };
}

function normaliseEmail(value: string): Normalised {
  const lower = undressEmail(value);
  return emailShape.test(lower)
    ? { kind: 'value', value: lower }
    : { kind: 'invalid', reason: 'not an e-mail address' };
}

const digitsOfTail = 4;

/** The last four digits of a number or card, or null: the console searches by them. */
export function tailOf(policy: IdentityPolicy, value: string): string | null {
  if (policy.normaliser !== 'phone' && policy.normaliser !== 'digits') return null;
  const digits = value.replaceAll(/\D/g, '');
  return digits.length > digitsOfTail ? digits.slice(-digitsOfTail) : null;
}
