import { randomBytes, randomUUID } from 'node:crypto';
import type { OpenSession, SecondStepMethod, SecondStepProof } from '@perennial/contracts/staff';
import {
  confirmSession,
  deleteChallenge,
  deleteExpiredTokens,
  deleteOtherSessions,
  deleteSession,
  deleteSessionById,
  insertChallenge,
  insertSession,
  isDeviceKnown,
  isFirstLink,
  keepDevice,
  listSessions,
  noteSessionUsed,
  noteUserSeen,
  readSession,
  readUser,
  readUserByEmail,
  takeChallengeTry,
  takeSignInLink,
} from '@perennial/postgres/access';
import type { ConsoleUserRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import type { UserCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Attempt, Attempts } from './attempts/attempts.ts';
import type { Factors } from './factors/factors.ts';
import { isPasswordRight } from './passwords.ts';
import { toUserCaller } from './user-caller.ts';
import { createToken, hashToken } from './tokens/tokens.ts';
import { describeDevice } from './visitor.ts';
import type { StartedSession, Visitor } from './visitor.ts';

/** A session ends when it was not used for so long, and in any case so long after it began. */
export interface SessionLifetime {
  readonly idleMs: number;
  readonly sessionMs: number;
}

const challengeMs = 10 * 60_000;
const challengeTries = 5;
const deviceMs = 180 * 24 * 3_600_000;
/** How much later than its last use a session may be noted: reading does not write each time. */
const useNotedMs = 60_000;
const sessionsListedMax = 200;

/** What a first step comes to. */
export type FirstStep =
  | { readonly step: 'done'; readonly started: StartedSession }
  | {
      readonly step: 'second';
      readonly token: string;
      readonly expiresAt: number;
      readonly methods: SecondStepMethod[];
    }
  | { readonly step: 'first_administrator' };

/** Told whom an attempt is for, as soon as it is known, for the log. */
export type NoteUser = (userId: string) => void;

export interface Sessions {
  /** Throws `auth.sign_in_failed` or `auth.too_many_attempts`. */
  signIn(
    credentials: { readonly email: string; readonly password: string },
    visitor: Visitor,
    noteUser: NoteUser,
  ): Promise<FirstStep>;
  /** Throws `auth.link_invalid`; a link works once. No limit but that of calls: nobody guesses 256 bits, and it is the way in when
   * others have used the limits up. */
  signInByLink(token: string, visitor: Visitor, noteUser: NoteUser): Promise<FirstStep>;
  /** Throws `auth.step_expired`, `auth.code_wrong` or `auth.too_many_attempts`. */
  takeSecondStep(
    given: { readonly token: string; readonly proof: SecondStepProof },
    visitor: Visitor,
    noteUser: NoteUser,
  ): Promise<StartedSession>;
  /** Begins a session of somebody who has proved who she is. */
  start(user: ConsoleUserRow, visitor: Visitor): Promise<StartedSession>;
  find(token: string, address: string): Promise<UserCaller | undefined>;
  /** Throws `auth.password_needed`, `auth.code_wrong` or `auth.too_many_attempts`. */
  confirm(caller: UserCaller, proof: Confirmation, visitor: Visitor): Promise<void>;
  list(userId: string, current: Buffer): Promise<OpenSession[]>;
  end(caller: UserCaller): Promise<void>;
  /** Throws `session.not_found`. */
  endOne(userId: string, sessionId: string): Promise<void>;
  /** But for one. */
  endAll(userId: string, kept: Buffer): Promise<void>;
}

/** How somebody who is signed in shows again who she is. */
export type Confirmation =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'totp'; readonly code: string };

export interface SessionParts {
  readonly database: Database;
  readonly attempts: Attempts;
  readonly factors: Factors;
  readonly lifetime: SessionLifetime;
  readonly now: () => number;
}

/** Sign-in and sessions of people. Instants by `now`, epoch milliseconds. */
export function createSessions(parts: SessionParts): Sessions {
  const { database, attempts, lifetime, now } = parts;
  const usedAfter = () => now() - lifetime.idleMs;
  const start = (user: ConsoleUserRow, visitor: Visitor) => startSession(parts, user, visitor);
  return {
    start,
    async signIn({ email, password }, visitor, noteUser) {
      const attempt = await attemptOf(parts, { purpose: 'password', account: email.toLowerCase() }, visitor);
      const user = await readUserByEmail(database, attempt.account);
      if (user !== undefined) noteUser(user.id);
      await attempts.begin(attempt);
      const isRight = await isPasswordRight(password, user?.password_hash ?? null);
      if (user === undefined || !isRight || user.is_disabled) throw new ProblemError('auth.sign_in_failed');
      const step = await stepAfterFirst(parts, user, visitor);
      // Before the second step nothing is forgiven: who has the password alone has not come in.
      if (step.step === 'done') await attempts.succeed(attempt);
      return step;
    },
    async signInByLink(token, visitor, noteUser) {
      const hash = hashToken(token);
      if (await isFirstLink(database, hash, now())) return { step: 'first_administrator' };
      const userId = await takeSignInLink(database, hash, now());
      const user = userId === undefined ? undefined : await readUser(database, userId);
      if (user !== undefined) noteUser(user.id);
      if (user === undefined || user.is_disabled) throw new ProblemError('auth.link_invalid');
      return stepAfterFirst(parts, user, visitor);
    },
    takeSecondStep: (given, visitor, noteUser) => takeSecondStep(parts, { ...given, noteUser }, visitor),
    async find(token, address) {
      const tokenHash = hashToken(token);
      const row = await readSession(database, { tokenHash, now: now(), usedAfter: usedAfter() });
      if (row === undefined) return undefined;
      if (row.session_used_at < now() - useNotedMs) await noteSessionUsed(database, { tokenHash, at: now(), address });
      if ((row.last_seen_at ?? 0) < now() - 300_000) await noteUserSeen(database, row.id, now());
      return toUserCaller(row, tokenHash);
    },
    confirm: (caller, proof, visitor) => confirm(parts, { caller, proof }, visitor),
    async list(userId, current) {
      const query = { userId, now: now(), usedAfter: usedAfter(), limit: sessionsListedMax };
      return (await listSessions(database, query)).map((row) => ({
        id: row.id,
        device: row.device,
        address: row.address,
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
        expiresAt: row.expires_at,
        isCurrent: row.token_hash.equals(current),
      }));
    },
    end: (caller) => deleteSession(database, caller.sessionHash),
    async endOne(userId, sessionId) {
      if (!(await deleteSessionById(database, sessionId, userId))) throw new ProblemError('session.not_found');
    },
    endAll: (userId, kept) => deleteOtherSessions(database, userId, kept),
  };
}

async function startSession(parts: SessionParts, user: ConsoleUserRow, visitor: Visitor): Promise<StartedSession> {
  const { database, lifetime } = parts;
  const at = parts.now();
  const token = createToken();
  const tokenHash = hashToken(token);
  const device = { token: visitor.deviceToken ?? createToken(), expiresAt: at + deviceMs };
  await deleteExpiredTokens(database, at, at - lifetime.idleMs);
  await insertSession(database, {
    id: randomUUID(),
    tokenHash,
    userId: user.id,
    createdAt: at,
    expiresAt: at + lifetime.sessionMs,
    device: describeDevice(visitor.userAgent),
    address: visitor.address,
  });
  await keepDevice(database, { tokenHash: hashToken(device.token), userId: user.id, expiresAt: device.expiresAt });
  const row = await readSession(database, { tokenHash, now: at, usedAfter: 0 });
  if (row === undefined) throw new ProblemError('auth.required');
  return { token, caller: toUserCaller(row, tokenHash), device };
}

/** A session, or what stands before it for whoever has a second factor. */
async function stepAfterFirst(parts: SessionParts, user: ConsoleUserRow, visitor: Visitor): Promise<FirstStep> {
  if (!user.has_factor) return { step: 'done', started: await startSession(parts, user, visitor) };
  const at = parts.now();
  const token = createToken();
  const expiresAt = at + challengeMs;
  await insertChallenge(parts.database, {
    tokenHash: hashToken(token),
    user_id: user.id,
    nonce: randomBytes(32),
    triesLeft: challengeTries,
    createdAt: at,
    expires_at: expiresAt,
  });
  return { step: 'second', token, expiresAt, methods: await parts.factors.methodsOf(user.id) };
}

async function takeSecondStep(
  parts: SessionParts,
  given: { readonly token: string; readonly proof: SecondStepProof; readonly noteUser: NoteUser },
  visitor: Visitor,
): Promise<StartedSession> {
  const { database, attempts } = parts;
  const tokenHash = hashToken(given.token);
  const challenge = await takeChallengeTry(database, tokenHash, parts.now());
  const user = challenge === undefined ? undefined : await readUser(database, challenge.user_id);
  if (user === undefined || user.is_disabled) throw new ProblemError('auth.step_expired');
  given.noteUser(user.id);
  const attempt = await attemptOf(parts, { purpose: 'factor', account: user.email }, visitor);
  await attempts.begin(attempt);
  if (!(await parts.factors.prove(user.id, given.proof))) throw new ProblemError('auth.code_wrong');
  if (!(await deleteChallenge(database, tokenHash))) throw new ProblemError('auth.step_expired');
  await attempts.succeed(attempt);
  await attempts.succeed({ ...attempt, purpose: 'password' });
  return startSession(parts, user, visitor);
}

async function confirm(
  parts: SessionParts,
  { caller, proof }: { readonly caller: UserCaller; readonly proof: Confirmation },
  visitor: Visitor,
): Promise<void> {
  const attempt = await attemptOf(parts, { purpose: 'confirm', account: caller.email }, visitor);
  await parts.attempts.begin(attempt);
  if (proof.kind === 'password') {
    const user = await readUser(parts.database, caller.id);
    const isRight = await isPasswordRight(proof.password, user?.password_hash ?? null);
    if (!isRight) throw new ProblemError('auth.password_needed');
  } else if (!(await parts.factors.prove(caller.id, proof))) {
    throw new ProblemError('auth.code_wrong');
  }
  await parts.attempts.succeed(attempt);
  await confirmSession(parts.database, caller.sessionHash, parts.now());
}

/** The attempt with the browser it comes from, if the account is known to use that. */
async function attemptOf(
  { database, now }: SessionParts,
  { purpose, account }: Pick<Attempt, 'purpose' | 'account'>,
  { address, deviceToken }: Visitor,
): Promise<Attempt> {
  const tokenHash = deviceToken === undefined ? undefined : hashToken(deviceToken);
  const isKnown = tokenHash !== undefined && (await isDeviceKnown(database, { tokenHash, email: account, now: now() }));
  return { purpose, account, address, knownDevice: isKnown ? tokenHash : undefined };
}
