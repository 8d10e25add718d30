import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const needed = { PERENNIAL_OIDC_ISSUER: 'https://login.example.com', PERENNIAL_OIDC_CLIENT_ID: 'perennial' };

describe('the settings of a provider', () => {
  it('are none without an issuer', () => {
    expect(readConfig({}).provider).toBeUndefined();
    expect(readConfig({ PERENNIAL_OIDC_NAME: 'Company' }).provider).toBeUndefined();
  });

  it('let in whoever was invited, for twelve hours, and believe no address, unless they say otherwise', () => {
    expect(readConfig(needed).provider).toEqual({
      name: 'SSO',
      issuer: 'https://login.example.com',
      clientId: 'perennial',
      clientSecret: undefined,
      scopes: ['openid', 'email', 'profile'],
      roleClaim: 'groups',
      roles: [],
      defaultRole: undefined,
      isDisabledWithoutRole: false,
      emailDomains: [],
      accounts: 'invited',
      isLinkedByEmail: false,
      secondFactor: 'unless_mfa',
      isOnly: false,
      emergencyEmails: [],
      sessionMs: 12 * 3_600_000,
    });
  });

  it('put the strongest role first, however they are written', () => {
    const roles = '{"7":"viewer","staff":"operator","3":"analyst","chiefs":"administrator"}';
    expect(readConfig({ ...needed, PERENNIAL_OIDC_ROLES: roles }).provider?.roles).toEqual([
      ['chiefs', 'administrator'],
      ['staff', 'operator'],
      ['3', 'analyst'],
      ['7', 'viewer'],
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['an issuer without TLS', { PERENNIAL_OIDC_ISSUER: 'http://login.example.com' }, /OIDC_ISSUER/],
    ['an issuer that is none', { PERENNIAL_OIDC_ISSUER: 'login' }, /OIDC_ISSUER/],
    ['no client', { PERENNIAL_OIDC_CLIENT_ID: '' }, /OIDC_CLIENT_ID: is missing/],
    ['a client without an issuer', { PERENNIAL_OIDC_ISSUER: '' }, /OIDC_ISSUER: is missing/],
    ['scopes that name nobody', { PERENNIAL_OIDC_SCOPES: 'email' }, /openid/],
    ['roles that are no JSON', { PERENNIAL_OIDC_ROLES: 'crm=operator' }, /no JSON/],
    ['a role that there is not', { PERENNIAL_OIDC_ROLES: '{"crm":"owner"}' }, /OIDC_ROLES/],
    ['accounts without a role', { PERENNIAL_OIDC_ACCOUNTS: 'automatic' }, /OIDC_ACCOUNTS/],
    ['addresses of any domain', { PERENNIAL_OIDC_LINK_BY_EMAIL: 'true' }, /OIDC_LINK_BY_EMAIL/],
    ['no way in when it is down', { PERENNIAL_OIDC_ONLY: 'true' }, /OIDC_ONLY/],
  ])('refuse %s', (_what, changed, message) => {
    expect(() => readConfig({ ...needed, ...changed })).toThrow(message);
  });

  it('never show the secret in what they refuse', () => {
    const wrong = { ...needed, PERENNIAL_OIDC_CLIENT_SECRET: 'hidden-value', PERENNIAL_OIDC_ONLY: 'perhaps' };
    expect(() => readConfig(wrong)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hidden') }),
    );
  });
});
