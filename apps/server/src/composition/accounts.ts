import type { Keyring } from '@perennial/engine';
import type { Database } from '@perennial/postgres';
import { createAttempts } from '../use-cases/access/attempts/attempts.ts';
import { createFactors } from '../use-cases/access/factors/factors.ts';
import type { Factors } from '../use-cases/access/factors/factors.ts';
import { createKeys } from '../use-cases/access/keys.ts';
import type { Keys } from '../use-cases/access/keys.ts';
import { createSessions } from '../use-cases/access/sessions.ts';
import type { SessionLifetime, Sessions } from '../use-cases/access/sessions.ts';
import { createUsers } from '../use-cases/access/users.ts';
import type { Users } from '../use-cases/access/users.ts';

/** Who can come in, and as whom. One a process: known keys are in its memory; failed attempts are in the database. */
export interface Accounts {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly factors: Factors;
  readonly keys: Keys;
}

export interface AccountParts {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly lifetime: SessionLifetime;
  readonly now: () => number;
}

export function createAccounts(parts: AccountParts): Accounts {
  const { database, now } = parts;
  const factors = createFactors(parts);
  return {
    factors,
    sessions: createSessions({ ...parts, factors, attempts: createAttempts(parts) }),
    users: createUsers(database, now),
    keys: createKeys(database, now),
  };
}
