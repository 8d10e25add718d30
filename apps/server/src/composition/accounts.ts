import type { Keyring } from '@perennial/engine';
import type { Database } from '@perennial/postgres';
import { createAttempts } from '../use-cases/access/attempts/attempts.ts';
import { createFactors } from '../use-cases/access/factors/factors.ts';
import type { Factors } from '../use-cases/access/factors/factors.ts';
import { createPasskeys } from '../use-cases/access/passkeys/passkeys.ts';
import type { Passkeys } from '../use-cases/access/passkeys/passkeys.ts';
import { createKeys } from '../use-cases/access/keys.ts';
import type { Keys } from '../use-cases/access/keys.ts';
import { createCompanySignIn } from '../use-cases/access/provider/company-sign-in.ts';
import type { CompanySignIn } from '../use-cases/access/provider/company-sign-in.ts';
import { createProvider } from '../use-cases/access/provider/provider.ts';
import type { ProviderSettings } from '../use-cases/access/provider/settings.ts';
import { requireRecentSignIn } from '../use-cases/access/recent-sign-in.ts';
import { createAudit } from '../use-cases/audit/audit.ts';
import { createSessions } from '../use-cases/access/sessions.ts';
import type { SessionLifetime, Sessions } from '../use-cases/access/sessions.ts';
import { createUsers } from '../use-cases/access/users.ts';
import type { Users } from '../use-cases/access/users.ts';

/** Who can come in, and as whom. One a process: known keys are in its memory; failed attempts are in the database. */
export interface Accounts {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly factors: Factors;
  readonly passkeys: Passkeys;
  readonly company: CompanySignIn;
  readonly keys: Keys;
}

export interface AccountParts {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly lifetime: SessionLifetime;
  /** The address that people open, once it is known. */
  readonly publicUrl: () => string;
  /** A company's own sign-in, if there is one. */
  readonly provider: ProviderSettings | undefined;
  readonly now: () => number;
}

export function createAccounts(parts: AccountParts): Accounts {
  const { database, now } = parts;
  const passkeys = createPasskeys(parts);
  const factors = createFactors({ ...parts, passkeys });
  const users = createUsers(database, now);
  const { provider: settings } = parts;
  return {
    factors,
    passkeys,
    company: createCompanySignIn({
      ...parts,
      provider: settings === undefined ? undefined : createProvider({ ...parts, settings }),
      changeRole: async (userId, role) => void (await users.update(userId, { role })),
      disable: async (userId) => void (await users.update(userId, { isDisabled: true })),
      requireRecentSignIn: (caller) => requireRecentSignIn(caller, now()),
      audit: createAudit(database),
    }),
    sessions: createSessions({ ...parts, factors, passkeys, attempts: createAttempts(parts) }),
    users,
    keys: createKeys(database, now),
  };
}
