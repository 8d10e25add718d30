import { roles } from '@perennial/contracts';
import { z } from 'zod';
import type { ProviderSettings } from '../use-cases/access/provider/settings.ts';

const text = z.string().min(1).optional();
const list = z.string().transform((value) => value.split(/[\s,]+/).filter((one) => one !== ''));
const flag = z.enum(['true', 'false']).default('false');

/** Which values of a claim are which role, as JSON. */
const roleTable = z
  .string()
  .transform((value, context) => {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'This is no JSON such as {"crm-admins":"administrator"}.' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), z.enum(roles)));

/** What the environment says of a company's provider (OpenID Connect). Nothing of it holds unless the issuer is stated. */
export const providerEnvironment = {
  PERENNIAL_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isSafe, 'The issuer must be https, or http on this machine.')
    .optional(),
  PERENNIAL_OIDC_CLIENT_ID: text,
  PERENNIAL_OIDC_CLIENT_SECRET: text,
  PERENNIAL_OIDC_NAME: z.string().min(1).max(60).default('SSO'),
  PERENNIAL_OIDC_SCOPES: list.default(['openid', 'email', 'profile']),
  PERENNIAL_OIDC_ROLE_CLAIM: z.string().min(1).default('groups'),
  PERENNIAL_OIDC_ROLES: roleTable.optional(),
  PERENNIAL_OIDC_DEFAULT_ROLE: z.enum(roles).optional(),
  PERENNIAL_OIDC_WITHOUT_ROLE: z.enum(['refuse', 'disable']).default('refuse'),
  PERENNIAL_OIDC_EMAIL_DOMAINS: list.default([]),
  PERENNIAL_OIDC_ACCOUNTS: z.enum(['invited', 'automatic']).default('invited'),
  PERENNIAL_OIDC_LINK_BY_EMAIL: flag,
  PERENNIAL_OIDC_SECOND_FACTOR: z.enum(['unless_mfa', 'trusted']).default('unless_mfa'),
  PERENNIAL_OIDC_ONLY: flag,
  PERENNIAL_OIDC_EMERGENCY_ACCOUNTS: list.default([]),
  PERENNIAL_OIDC_SESSION_HOURS: z.coerce.number().positive().max(8_760).default(12),
} as const;

const environment = z.object(providerEnvironment);

/** What is wrong with the settings taken together, as `variable: what`. */
export function checkProvider(data: z.output<typeof environment>): readonly string[] {
  if (data.PERENNIAL_OIDC_ISSUER === undefined) {
    const isMeant = data.PERENNIAL_OIDC_CLIENT_ID !== undefined || data.PERENNIAL_OIDC_ONLY === 'true';
    return isMeant ? ['PERENNIAL_OIDC_ISSUER: is missing, and without it nothing else of the provider holds.'] : [];
  }
  const hasRole = data.PERENNIAL_OIDC_ROLES !== undefined || data.PERENNIAL_OIDC_DEFAULT_ROLE !== undefined;
  const problems: readonly (readonly [boolean, string])[] = [
    [data.PERENNIAL_OIDC_CLIENT_ID === undefined, 'PERENNIAL_OIDC_CLIENT_ID: is missing.'],
    [
      !data.PERENNIAL_OIDC_SCOPES.includes('openid'),
      'PERENNIAL_OIDC_SCOPES: has no "openid", without which nobody is named.',
    ],
    [
      data.PERENNIAL_OIDC_ACCOUNTS === 'automatic' && !hasRole,
      'PERENNIAL_OIDC_ACCOUNTS: automatic accounts need PERENNIAL_OIDC_ROLES or PERENNIAL_OIDC_DEFAULT_ROLE.',
    ],
    [
      data.PERENNIAL_OIDC_LINK_BY_EMAIL === 'true' && data.PERENNIAL_OIDC_EMAIL_DOMAINS.length === 0,
      'PERENNIAL_OIDC_LINK_BY_EMAIL: needs PERENNIAL_OIDC_EMAIL_DOMAINS, the domains that the provider speaks for.',
    ],
    [
      data.PERENNIAL_OIDC_ONLY === 'true' && data.PERENNIAL_OIDC_EMERGENCY_ACCOUNTS.length === 0,
      'PERENNIAL_OIDC_ONLY: needs PERENNIAL_OIDC_EMERGENCY_ACCOUNTS, an administrator who comes in when the provider does not answer.',
    ],
  ];
  return problems.flatMap(([isWrong, what]) => (isWrong ? [what] : []));
}

/** Undefined without an issuer. The data must have passed `checkProvider`. */
export function readProvider(data: z.output<typeof environment>): ProviderSettings | undefined {
  const { PERENNIAL_OIDC_ISSUER: issuer, PERENNIAL_OIDC_CLIENT_ID: clientId } = data;
  if (issuer === undefined || clientId === undefined) return undefined;
  return {
    name: data.PERENNIAL_OIDC_NAME,
    issuer,
    clientId,
    clientSecret: data.PERENNIAL_OIDC_CLIENT_SECRET,
    scopes: data.PERENNIAL_OIDC_SCOPES,
    roleClaim: data.PERENNIAL_OIDC_ROLE_CLAIM,
    roles: Object.entries(data.PERENNIAL_OIDC_ROLES ?? {}).toSorted(
      ([, a], [, b]) => roles.indexOf(a) - roles.indexOf(b),
    ),
    defaultRole: data.PERENNIAL_OIDC_DEFAULT_ROLE,
    isDisabledWithoutRole: data.PERENNIAL_OIDC_WITHOUT_ROLE === 'disable',
    emailDomains: data.PERENNIAL_OIDC_EMAIL_DOMAINS.map((domain) => domain.toLowerCase()),
    accounts: data.PERENNIAL_OIDC_ACCOUNTS,
    isLinkedByEmail: data.PERENNIAL_OIDC_LINK_BY_EMAIL === 'true',
    secondFactor: data.PERENNIAL_OIDC_SECOND_FACTOR,
    isOnly: data.PERENNIAL_OIDC_ONLY === 'true',
    emergencyEmails: data.PERENNIAL_OIDC_EMERGENCY_ACCOUNTS.map((email) => email.toLowerCase()),
    sessionMs: data.PERENNIAL_OIDC_SESSION_HOURS * 3_600_000,
  };
}

/** Secrets go to the issuer, and keys come from it: by nothing that others on the way can read or change. */
function isSafe(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
