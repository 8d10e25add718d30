import type { Role } from '@perennial/contracts';
import type { ProviderSettings } from './settings.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Whom the provider means, and what it says of her. */
export interface ProviderPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  /** In lower case. */
  readonly email: string | undefined;
  readonly isEmailVerified: 'yes' | 'no' | 'unsaid';
  /** Unsaid: the provider is not asked for roles. */
  readonly role: { readonly kind: 'unsaid' | 'missing' } | { readonly kind: 'given'; readonly role: Role };
  /** The provider asked for more than one factor (RFC 8176, `mfa`). */
  readonly hasFactors: boolean;
  /** When it asked, epoch milliseconds, where it says so. */
  readonly authenticatedAt: number | undefined;
}

const [emailLengthMax, nameLengthMax, subjectLengthMax] = [254, 200, 255];

/** What claims say of a person; undefined where they name nobody. Whatever has not the form that it must have is not said. */
export function readPerson(claims: Claims, settings: ProviderSettings): ProviderPerson | undefined {
  const { iss: issuer, sub: subject, email, email_verified: verified, auth_time: authTime } = claims;
  if (typeof issuer !== 'string' || typeof subject !== 'string') return undefined;
  if (subject === '' || subject.length > subjectLengthMax) return undefined;
  return {
    issuer,
    subject,
    name: nameOf(claims),
    email: isEmail(email) ? email.toLowerCase() : undefined,
    isEmailVerified: verified === true || verified === 'true' ? 'yes' : verified === undefined ? 'unsaid' : 'no',
    role: roleOf(claims, settings),
    hasFactors: valuesOf(claims['amr']).includes('mfa'),
    authenticatedAt: typeof authTime === 'number' ? authTime * 1000 : undefined,
  };
}

/** Whether the address is in one of the domains; only one that the provider vouches for is in any. */
export function isInDomains({ email, isEmailVerified }: ProviderPerson, domains: readonly string[]): boolean {
  if (domains.length === 0) return true;
  return isEmailVerified === 'yes' && domains.includes(email?.split('@').at(-1) ?? '');
}

function roleOf(claims: Claims, { roleClaim, roles, defaultRole }: ProviderSettings): ProviderPerson['role'] {
  if (roles.length === 0) return { kind: 'unsaid' };
  const values = valuesOf(claimAt(claims, roleClaim));
  const role = roles.find(([value]) => values.includes(value))?.[1] ?? defaultRole;
  return role === undefined ? { kind: 'missing' } : { kind: 'given', role };
}

/** By its whole name, because names may be addresses with dots; else step by step. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Claims)[step];
  }
  return value;
}

function valuesOf(claim: unknown): readonly string[] {
  const values = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === 'string');
}

function isEmail(value: unknown): value is string {
  return typeof value === 'string' && value.length <= emailLengthMax && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(value);
}

function nameOf({ name, preferred_username: username }: Claims): string | undefined {
  const found = [name, username].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof found === 'string'
    ? found
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, nameLengthMax)
    : undefined;
}
