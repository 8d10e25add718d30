import { describe, expect, it } from 'vitest';
import { isInDomains, readPerson } from './person.ts';
import type { ProviderSettings } from './settings.ts';

const settings: ProviderSettings = {
  name: 'Company',
  issuer: 'https://login.example.com',
  clientId: 'perennial',
  clientSecret: undefined,
  scopes: ['openid'],
  roleClaim: 'groups',
  roles: [
    ['chiefs', 'administrator'],
    ['staff', 'operator'],
  ],
  defaultRole: undefined,
  isDisabledWithoutRole: false,
  emailDomains: [],
  accounts: 'invited',
  isLinkedByEmail: false,
  secondFactor: 'unless_mfa',
  isOnly: false,
  emergencyEmails: [],
  sessionMs: 1,
};
const claims = { iss: 'https://login.example.com', sub: 's1' };
const roleOf = (given: object, changed: Partial<ProviderSettings> = {}) =>
  readPerson({ ...claims, ...given }, { ...settings, ...changed })?.role;

describe('whom claims mean', () => {
  it('is nobody without issuer and subject', () => {
    for (const wrong of [{ iss: undefined }, { sub: '' }, { sub: 7 }, { sub: 'x'.repeat(256) }])
      expect(readPerson({ ...claims, ...wrong }, settings)).toBeUndefined();
  });

  it('has the strongest of the roles, wherever the claim stands', () => {
    expect(roleOf({ groups: ['staff', 'chiefs'] })).toEqual({ kind: 'given', role: 'administrator' });
    expect(roleOf({ groups: 'staff' })).toEqual({ kind: 'given', role: 'operator' });
    const deep = { realm_access: { roles: ['staff'] } };
    expect(roleOf(deep, { roleClaim: 'realm_access.roles' })).toEqual({ kind: 'given', role: 'operator' });
    const named = { 'https://example.com/roles': ['staff'] };
    expect(roleOf(named, { roleClaim: 'https://example.com/roles' })).toEqual({ kind: 'given', role: 'operator' });
  });

  it('has none by groups that are not listed, by what is no text, and by what every object has', () => {
    for (const groups of [undefined, null, [], ['sales'], [['staff']], { staff: true }, 7])
      expect([groups, roleOf({ groups })]).toEqual([groups, { kind: 'missing' }]);
    expect(roleOf({}, { roleClaim: 'constructor.name' })).toEqual({ kind: 'missing' });
    expect(roleOf({ groups: ['sales'] }, { defaultRole: 'viewer' })).toEqual({ kind: 'given', role: 'viewer' });
    expect(roleOf({ groups: ['chiefs'] }, { roles: [] })).toEqual({ kind: 'unsaid' });
  });

  it('has an address in lower case, if it has the form of one, and a name without control characters', () => {
    const read = (given: object) => readPerson({ ...claims, ...given }, settings);
    expect(read({ email: 'Mei@Example.com', name: ' Mei\u0000\nLi ' })).toMatchObject({
      email: 'mei@example.com',
      name: 'Mei  Li',
    });
    for (const email of ['mei', 'mei@', 'a b@example.com', `${'x'.repeat(250)}@example.com`, ['mei@example.com']])
      expect(read({ email })?.email).toBeUndefined();
    expect(read({ name: ' ', preferred_username: 'mei' })?.name).toBe('mei');
  });

  it('was asked for more than one factor only where that is said', () => {
    const read = (amr: unknown) => readPerson({ ...claims, amr }, settings)?.hasFactors;
    expect([read(['pwd', 'mfa']), read(['pwd']), read('mfa'), read(undefined)]).toEqual([true, false, true, false]);
  });

  it('is in a domain by a whole address that the provider vouches for', () => {
    const isIn = (email: string, verified: unknown) => {
      const person = readPerson({ ...claims, email, email_verified: verified }, settings);
      return person !== undefined && isInDomains(person, ['example.com']);
    };
    expect(isIn('mei@example.com', true)).toBe(true);
    expect(isIn('mei@example.com', 'true')).toBe(true);
    expect(isIn('mei@example.com', undefined)).toBe(false);
    expect(isIn('mei@evil-example.com', true)).toBe(false);
    expect(isIn('mei@example.com@evil.org', true)).toBe(false);
  });
});
