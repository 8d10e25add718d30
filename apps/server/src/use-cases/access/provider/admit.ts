import { randomUUID } from 'node:crypto';
import type { Role } from '@perennial/contracts';
import {
  deleteSessionsOfIdentity,
  insertUser,
  insertUserIdentity,
  noteUserIdentityUsed,
  readUser,
  readUserByEmail,
  readUserIdentity,
} from '@perennial/postgres/access';
import type { ConsoleUserRow, UserIdentityRow } from '@perennial/postgres/access';
import type { Database, Sql } from '@perennial/postgres';
import { ProblemError } from '../../kernel/problem-error.ts';
import { isInDomains } from './person.ts';
import type { ProviderPerson } from './person.ts';
import type { ProviderSettings } from './settings.ts';

export interface AdmitParts {
  readonly database: Database;
  readonly settings: ProviderSettings;
  /** Gives a user a role as an administrator would: sessions end, and the last administrator stays one. */
  readonly changeRole: (userId: string, role: Role) => Promise<void>;
  /** Disables a user as an administrator would. Throws `user.last_administrator`. */
  readonly disable: (userId: string) => Promise<void>;
  /** Told whose account it is, as soon as it is known, for the log. */
  readonly noteUser: (userId: string) => void;
  readonly now: () => number;
}

export interface Admitted {
  readonly user: ConsoleUserRow;
  readonly identityId: string;
  /** What was done for her beside letting her in, for the audit log. */
  readonly done: readonly string[];
}

/**
 * The account of somebody who comes by the provider. I1: it is found by issuer and subject, which are hers for ever. I2: an address links
 * an account only where that was asked for and the provider vouches for it. I3: whoever has no role any more is let in no more, and her
 * sessions end; where that is asked for, her account is closed to every other way too. Throws the codes `provider.…` of the error table, and `user.last_administrator`.
 */
export async function admit(parts: AdmitParts, person: ProviderPerson): Promise<Admitted> {
  const { database, now } = parts;
  const found = await readUserIdentity(database, person.issuer, person.subject);
  if (found !== undefined) parts.noteUser(found.user_id);
  await requireWelcome(parts, person, found);
  const { identity, done } = found === undefined ? await join(parts, person) : { identity: found, done: [] };
  const user = await readUser(database, identity.user_id);
  if (user === undefined || user.is_disabled) throw new ProblemError('provider.account_disabled');
  await noteUserIdentityUsed(database, identity.id, now());
  const { role } = person;
  if (role.kind !== 'given' || role.role === user.role) return { user, identityId: identity.id, done };
  await parts.changeRole(user.id, role.role);
  return { user: { ...user, role: role.role }, identityId: identity.id, done: [...done, `role ${role.role}`] };
}

/** Links the account of somebody signed in to whom the provider means. Throws `provider.identity_taken` beside the codes of `admit`. */
export async function link(parts: AdmitParts, person: ProviderPerson, userId: string): Promise<void> {
  await requireWelcome(parts, person, undefined);
  await keepIdentity(parts.database, { person, userId, at: parts.now() });
}

async function requireWelcome(
  parts: AdmitParts,
  person: ProviderPerson,
  found: UserIdentityRow | undefined,
): Promise<void> {
  const { database, settings } = parts;
  const isIn = isInDomains(person, settings.emailDomains);
  if (isIn && person.role.kind !== 'missing') return;
  if (found !== undefined) await deleteSessionsOfIdentity(database, found.id);
  if (isIn) {
    const isDisabled = found !== undefined && (await disableWithoutRole(parts, found.user_id));
    throw new ProblemError('provider.role_missing', isDisabled ? { context: { said: 'account disabled' } } : {});
  }
  throw new ProblemError(person.isEmailVerified === 'yes' ? 'provider.email_refused' : 'provider.email_unverified');
}

/** Not an account for emergencies: it is there for the day when the provider is wrong. */
async function disableWithoutRole({ database, settings, disable }: AdmitParts, userId: string): Promise<boolean> {
  const user = settings.isDisabledWithoutRole ? await readUser(database, userId) : undefined;
  if (user === undefined || user.is_disabled || settings.emergencyEmails.includes(user.email)) return false;
  await disable(userId);
  return true;
}

async function join(parts: AdmitParts, person: ProviderPerson) {
  const { database, settings } = parts;
  const { email, isEmailVerified } = person;
  const known = email === undefined ? undefined : await readUserByEmail(database, email);
  if (known !== undefined) {
    if (!settings.isLinkedByEmail) throw new ProblemError('provider.email_taken');
    if (isEmailVerified !== 'yes') throw new ProblemError('provider.email_unverified');
    return {
      identity: await keepIdentity(database, { person, userId: known.id, at: parts.now() }),
      done: ['linked by e-mail'],
    };
  }
  if (settings.accounts === 'invited') throw new ProblemError('provider.not_invited');
  if (email === undefined || isEmailVerified === 'no') throw new ProblemError('provider.email_unverified');
  return { identity: await createAccount(parts, person, email), done: ['account created'] };
}

async function createAccount(parts: AdmitParts, person: ProviderPerson, email: string): Promise<UserIdentityRow> {
  const { database, settings, now } = parts;
  const role = person.role.kind === 'given' ? person.role.role : settings.defaultRole;
  if (role === undefined) throw new ProblemError('provider.role_missing');
  const user = { id: randomUUID(), email, name: person.name ?? email, role, store_ids: [], created_at: now() };
  return database.transaction({ name: 'create user by provider' }, async (sql) => {
    if (!(await insertUser(sql, user))) throw new ProblemError('provider.email_taken');
    return keepIdentity(sql, { person, userId: user.id, at: now() });
  });
}

/** Two windows of one person may both be first. */
async function keepIdentity(
  sql: Sql,
  kept: { readonly person: ProviderPerson; readonly userId: string; readonly at: number },
): Promise<UserIdentityRow> {
  const { issuer, subject } = kept.person;
  const row = { id: randomUUID(), user_id: kept.userId, issuer, subject, created_at: kept.at };
  if (await insertUserIdentity(sql, row)) return { ...row, last_used_at: null };
  const existing = await readUserIdentity(sql, issuer, subject);
  if (existing?.user_id !== kept.userId) throw new ProblemError('provider.identity_taken');
  return existing;
}
