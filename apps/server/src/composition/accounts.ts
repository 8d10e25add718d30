import type { Database } from '@perennial/postgres';
import { createKeys } from '../use-cases/access/keys.ts';
import type { Keys } from '../use-cases/access/keys.ts';
import { createSessions } from '../use-cases/access/sessions.ts';
import type { Sessions } from '../use-cases/access/sessions.ts';
import { createUsers } from '../use-cases/access/users.ts';
import type { Users } from '../use-cases/access/users.ts';

/** Who can come in, and as whom. One a process: limits of attempts and known keys are in its memory. */
export interface Accounts {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly keys: Keys;
}

export function createAccounts(database: Database, now: () => number): Accounts {
  return {
    sessions: createSessions(database, now),
    users: createUsers(database, now),
    keys: createKeys(database, now),
  };
}
