import type { Role } from '@perennial/contracts';

/** How people come in by a company's provider. Stated where the server is started, so that nobody signed in can let others in by it. */
export interface ProviderSettings {
  /** What the button says. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
  /** Claim that holds groups or roles, or the way to it with dots. */
  readonly roleClaim: string;
  /** Values of that claim with the role of each, the strongest role first, which counts. Empty: roles are given here. */
  readonly roles: readonly (readonly [value: string, role: Role])[];
  /** For whoever has none of the values; undefined: is not let in. */
  readonly defaultRole: Role | undefined;
  /** Whether an account is disabled whose owner comes without a role, or she is refused alone. */
  readonly isDisabledWithoutRole: boolean;
  /** In lower case; empty: any. */
  readonly emailDomains: readonly string[];
  /** Whether whoever is let in gets an account, or must have one. */
  readonly accounts: 'invited' | 'automatic';
  /** Whether a verified address links an account that there is. */
  readonly isLinkedByEmail: boolean;
  /** Whether the provider has always asked for a second factor, or only where it says so. */
  readonly secondFactor: 'unless_mfa' | 'trusted';
  /** Whether nobody but the accounts for emergencies comes in another way. */
  readonly isOnly: boolean;
  /** Addresses of those accounts, in lower case. */
  readonly emergencyEmails: readonly string[];
  /** How long a session lasts that began by the provider. */
  readonly sessionMs: number;
}

/** Whether this account may come in without the provider. */
export function isOwnDoorOpen(settings: ProviderSettings | undefined, email: string): boolean {
  return settings?.isOnly !== true || settings.emergencyEmails.includes(email.toLowerCase());
}
