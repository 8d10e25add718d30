import { createHmac } from 'node:crypto';
import { currentHashKey } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { deleteAttempts, giveAttemptBack, lockAttempts, writeAttempts } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import { ProblemError } from '../../kernel/problem-error.ts';
import { attemptLimits, networkOf, waitAfter } from './attempt-limits.ts';

/** An attempt to prove who one is. */
export interface Attempt {
  readonly purpose: 'password' | 'factor' | 'confirm';
  /** An e-mail address, of somebody or nobody, or the id of a user. */
  readonly account: string;
  readonly address: string;
  /** Hash of the cookie of a browser that the account is known to use; undefined for any other browser. */
  readonly knownDevice: Buffer | undefined;
}

/**
 * Counts failures in the database, for every process. A1: an attempt is counted before it is looked at, so that many at once are not
 * more than one after the other. A2: an attempt that must wait is not counted, so that nobody prolongs the wait of another. A3: what
 * is counted for an account is the same whether it exists.
 */
export interface Attempts {
  /** Throws `auth.too_many_attempts`. */
  begin(attempt: Attempt): Promise<void>;
  /** The attempt was right: it was no failure, and those before it by the same one are forgiven. */
  succeed(attempt: Attempt): Promise<void>;
}

interface Counter {
  readonly kind: keyof typeof attemptLimits;
  readonly key: Buffer;
}

export function createAttempts(parts: {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => number;
}): Attempts {
  const { database, now } = parts;
  const countersOf = (attempt: Attempt) => createCounters(parts.keyring, attempt);
  return {
    begin: (attempt) =>
      database.transaction({ name: 'begin sign-in attempt' }, async (sql) => {
        const at = now();
        const rows = [];
        for (const { kind, key } of countersOf(attempt)) {
          const row = await lockAttempts(sql, key);
          rows.push({ kind, row: row.forgotten_at > at ? row : { ...row, failures: 0, blocked_until: 0 } });
        }
        const waitMs = Math.max(...rows.map(({ row }) => row.blocked_until - at));
        if (waitMs > 0) throw new ProblemError('auth.too_many_attempts', { retryAfterSeconds: waitMs / 1000 });
        for (const { kind, row } of rows) {
          const limit = attemptLimits[kind];
          const failures = row.failures + 1;
          const blocked_until = at + waitAfter(failures, limit);
          await writeAttempts(sql, {
            key: row.key,
            failures,
            blocked_until,
            forgotten_at: at + limit.forgottenAfterMs,
          });
        }
      }),
    async succeed(attempt) {
      for (const { kind, key } of countersOf(attempt)) {
        if (kind === 'pair' || kind === 'device') await deleteAttempts(database, key);
        else await giveAttemptBack(database, key);
      }
    },
  };
}

/** In the order of their keys, in which they are locked. Keyed: who reads the table learns no address. */
function createCounters(keyring: Keyring, attempt: Attempt): readonly Counter[] {
  const { purpose, account, knownDevice } = attempt;
  const network = networkOf(attempt.address);
  const counter = (kind: Counter['kind'], ...parts: readonly string[]): Counter => {
    const text = JSON.stringify(['sign-in attempt', kind, purpose, ...parts]);
    return { kind, key: createHmac('sha256', currentHashKey(keyring).key).update(text).digest() };
  };
  if (knownDevice !== undefined) return [counter('device', account, knownDevice.toString('hex'))];
  return [counter('pair', account, network), counter('address', network), counter('account', account)].toSorted(
    (a, b) => Buffer.compare(a.key, b.key),
  );
}
