import { isDummyNumber, isPlaceholder, isPlaceholderEmail, type IdentityPolicy } from '@perennial/domain';
import { undressEmail, undressPhone } from '@perennial/domain/reading';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Longest identity that is taken; what is longer is no identity but an attempt to fill the index. */
export const identityLengthMax = 256;
/** Longest type, family prefix included. */
export const identityTypeLengthMax = 64;

export type Normalised =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  /** Identifies nobody: a placeholder, a shop's own number. With a reason where somebody may take it for an identity all the same. */
  | { readonly kind: 'blocked'; readonly reason?: string };

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
  if (isPlaceholder(trimmed)) return nobody;
  const blocked = blockedBy(policy, country);
  if (blocked.size > 0 && (blocked.has(trimmed) || blocked.has(trimmed.toLowerCase()))) return nobody;
  const result = byNormaliser(policy, trimmed, country);
  return result.kind === 'value' && blocked.has(result.value) ? nobody : result;
}

const nobody: Normalised = { kind: 'blocked' };
const dummyNumber: Normalised = { kind: 'blocked', reason: 'a dummy telephone number' };

const blockedByPolicy = new WeakMap<IdentityPolicy, Map<string, ReadonlySet<string>>>();

/** What a policy blocks, in each spelling by which it is looked up: as it is written there, and in normal form. */
function blockedBy(policy: IdentityPolicy, country: string): ReadonlySet<string> {
  const byCountry = blockedByPolicy.get(policy) ?? new Map<string, ReadonlySet<string>>();
  const known = byCountry.get(country);
  if (known !== undefined) return known;
  const blocked = new Set(policy.blockedValues.flatMap((value) => spellingsOf(policy, value, country)));
  blockedByPolicy.set(policy, byCountry.set(country, blocked));
  return blocked;
}

function spellingsOf(policy: IdentityPolicy, value: string, country: string): readonly string[] {
  const trimmed = value.normalize('NFKC').trim();
  const normal = byNormaliser(policy, trimmed, country);
  return [trimmed, trimmed.toLowerCase(), ...(normal.kind === 'value' ? [normal.value] : [])];
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
  if (chineseMobileE164.test(value)) return isDummyNumber(value.slice(3)) ? dummyNumber : { kind: 'value', value };
  if (country === 'CN' && chineseMobile.test(value))
    return isDummyNumber(value) ? dummyNumber : { kind: 'value', value: `+86${value}` };
  if (isDummyNumber(value.replaceAll(/\D/g, ''))) return dummyNumber;
  const parsed = parsePhoneNumberFromString(value, {
    ...(isSupportedCountry(country) ? { defaultCountry: country } : {}),
    extract: false,
  });
  if (parsed === undefined || !parsed.isPossible()) return notATelephone(value, country);
  if (isDummyNumber(parsed.nationalNumber)) return dummyNumber;
  return parsed.countryCallingCode === '86' && isCutChinese(parsed.nationalNumber)
    ? notATelephone(value, country)
    : { kind: 'value', value: parsed.number };
}

function notATelephone(value: string, country: string): Normalised {
  const isNational = country === '' && /^[\d\s()./-]{5,}$/.test(value);
  return { kind: 'invalid', reason: isNational ? 'a telephone number without a country' : 'not a telephone number' };
}

const chineseFromOne = /^(1[3-9]\d{9}|10\d{8})$/;
const chineseDigitsMin = 10;

/**
 * In China what begins with 1 is a mobile number of eleven digits or one of Beijing; anything else was cut off or mistyped. So was what has
 * fewer digits than an area code and a number: without the area code a number is somebody's in every city.
 */
function isCutChinese(national: string): boolean {
  if (national.length < chineseDigitsMin) return true;
  return national.startsWith('1') && !chineseFromOne.test(national);
}

function normaliseEmail(value: string): Normalised {
  const lower = undressEmail(value);
  if (isPlaceholderEmail(lower)) return nobody;
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
