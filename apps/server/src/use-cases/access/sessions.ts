import {
  deleteExpiredTokens,
  deleteSession,
  insertSession,
  noteUserSeen,
  readSession,
  readUser,
  readUserByEmail,
  takeSignInLink,
} from '@perennial/postgres/access';
import type { ConsoleUserRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import type { UserCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { createAttemptLimiter } from './attempt-limiter.ts';
import { isPasswordRight } from './passwords.ts';
import { createToken, hashToken } from './tokens.ts';
import { roleOf } from './users.ts';

const sessionMs = 7 * 24 * 3_600_000;
const perAddress = { failuresMax: 30, windowMs: 15 * 60_000 };
const perEmail = { failuresMax: 8, windowMs: 15 * 60_000 };

export interface StartedSession {
  /** The secret for the cookie; it is stored nowhere. */
  readonly token: string;
  readonly caller: UserCaller;
}

export interface Sessions {
  /** Throws `auth.sign_in_failed` or `auth.too_many_attempts`. `address` is the network address of the caller. */
  signIn(credentials: {
    readonly email: string;
    readonly password: string;
    readonly address: string;
  }): Promise<StartedSession>;
  /** Throws `auth.link_invalid`; a link works once. */
  signInByLink(token: string, address: string): Promise<StartedSession>;
  find(token: string): Promise<UserCaller | undefined>;
  end(caller: UserCaller): Promise<void>;
}

/** Sign-in and sessions of people. Instants by `now`, epoch milliseconds. */
export function createSessions(database: Database, now: () => number): Sessions {
  const byAddress = createAttemptLimiter(perAddress, now);
  const byEmail = createAttemptLimiter(perEmail, now);

  async function start(user: ConsoleUserRow): Promise<StartedSession> {
    const token = createToken();
    const session = { tokenHash: hashToken(token), userId: user.id, createdAt: now(), expiresAt: now() + sessionMs };
    await deleteExpiredTokens(database, now());
    await insertSession(database, session);
    return { token, caller: toCaller(user, session.tokenHash, session.expiresAt) };
  }

  function refuse(code: 'auth.sign_in_failed' | 'auth.link_invalid', address: string, email?: string): never {
    byAddress.noteFailure(address);
    if (email !== undefined) byEmail.noteFailure(email);
    throw new ProblemError(code);
  }

  function checkAttempts(address: string, email?: string): void {
    const waitMs = Math.max(byAddress.waitMs(address), email === undefined ? 0 : byEmail.waitMs(email));
    if (waitMs > 0) throw new ProblemError('auth.too_many_attempts', { retryAfterSeconds: waitMs / 1000 });
  }

  return {
    async signIn({ email, password, address }) {
      const key = email.toLowerCase();
      checkAttempts(address, key);
      const user = await readUserByEmail(database, key);
      const isRight = await isPasswordRight(password, user?.password_hash ?? null);
      if (user === undefined || !isRight || user.is_disabled) return refuse('auth.sign_in_failed', address, key);
      byEmail.forget(key);
      return start(user);
    },
    async signInByLink(token, address) {
      checkAttempts(address);
      const userId = await takeSignInLink(database, hashToken(token), now());
      const user = userId === undefined ? undefined : await readUser(database, userId);
      if (user === undefined || user.is_disabled) return refuse('auth.link_invalid', address);
      return start(user);
    },
    async find(token) {
      const tokenHash = hashToken(token);
      const row = await readSession(database, tokenHash, now());
      if (row === undefined) return undefined;
      if ((row.last_seen_at ?? 0) < now() - 300_000) await noteUserSeen(database, row.id, now());
      return toCaller(row, tokenHash, row.session_expires_at);
    },
    async end(caller) {
      await deleteSession(database, caller.sessionHash);
    },
  };
}

function toCaller(row: ConsoleUserRow, sessionHash: Buffer, sessionExpiresAt: number): UserCaller {
  return {
    kind: 'user',
    id: row.id,
    email: row.email,
    name: row.name,
    role: roleOf(row.role),
    storeIds: row.store_ids,
    hasPassword: row.password_hash !== null,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    sessionHash,
    sessionExpiresAt,
  };
}
