import { randomUUID } from 'node:crypto';
import type { Role } from '@perennial/contracts';
import type { User } from '@perennial/contracts/staff';
import {
  deleteChallenges,
  deleteFirstLinks,
  deleteOtherSessions,
  deleteSignInLinks,
  forgetDevices,
  hasAnybodySignedIn,
  insertSignInLink,
  insertUser,
  isFirstLink,
  listUsers,
  lockAdministrators,
  lockUsers,
  readUser,
  readUserByEmail,
  setPasswordHash,
  updateUser,
} from '@perennial/postgres/access';
import type { ConsoleUserRow } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import type { UserCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { refuseWeakPassword } from './password-strength.ts';
import { hashPassword, isPasswordRight } from './passwords.ts';
import { createToken, hashToken } from './tokens/tokens.ts';
import { roleOf } from './user-caller.ts';

/** A link is handed over by chat or by voice: long enough for that, too short to be found later. */
const linkMs = 24 * 3_600_000;

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly storeIds: readonly string[];
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly storeIds?: readonly string[] | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** Who becomes the first administrator, by a link that names nobody yet. */
export interface FirstAdministrator {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** A secret that signs in once; the address is made where the server's own is known. */
export interface SignInLink {
  readonly token: string;
  readonly expiresAt: number;
}

export interface Users {
  list(afterEmail: string, limit: number): Promise<User[]>;
  /** Throws `user.email_taken`. */
  create(user: NewUser): Promise<User>;
  /** Throws `user.not_found`, `user.last_administrator`. Role, stores and disabling end the user's sessions. */
  update(id: string, change: UserChange): Promise<User>;
  /** Throws `user.not_found`. */
  createLink(id: string): Promise<SignInLink>;
  /** Throws `auth.password_needed` when a password is set and the current one is not given, `auth.password_weak`. */
  changePassword(caller: UserCaller, newPassword: string, currentPassword: string | undefined): Promise<void>;
  /** Throws `user.not_found`. */
  get(id: string): Promise<User>;
  findByEmail(email: string): Promise<User | undefined>;
  /** A link for the first administrator; while there is none, by which one is named. */
  createFirstLink(): Promise<SignInLink>;
  /** Throws `auth.link_invalid`, also for a good link once there is an administrator; `auth.password_weak`, `user.email_taken`. */
  createFirstAdministrator(wanted: FirstAdministrator): Promise<ConsoleUserRow>;
  /** False while nobody ever came in: then the first link may have been lost. */
  hasAnybodySignedIn(): Promise<boolean>;
}

export function createUsers(database: Database, now: () => number): Users {
  const createLink = async (id: string | null): Promise<SignInLink> => {
    const token = createToken();
    const expiresAt = now() + linkMs;
    await insertSignInLink(database, { tokenHash: hashToken(token), userId: id, createdAt: now(), expiresAt });
    return { token, expiresAt };
  };
  const create = async (user: NewUser): Promise<User> => {
    const row = {
      ...user,
      id: randomUUID(),
      email: user.email.toLowerCase(),
      store_ids: user.storeIds,
      created_at: now(),
    };
    if (!(await insertUser(database, row))) throw new ProblemError('user.email_taken');
    return toUser(await existingUser(database, row.id));
  };
  return {
    create,
    createLink: async (id) => createLink((await existingUser(database, id)).id),
    list: async (afterEmail, limit) => (await listUsers(database, afterEmail, limit)).map(toUser),
    update: async (id, change) => toUser(await changeUser(database, id, change)),
    changePassword: (caller, newPassword, currentPassword) =>
      changePassword(database, caller, { newPassword, currentPassword }),
    get: async (id) => toUser(await existingUser(database, id)),
    async findByEmail(email) {
      const row = await readUserByEmail(database, email.toLowerCase());
      return row === undefined ? undefined : toUser(row);
    },
    hasAnybodySignedIn: () => hasAnybodySignedIn(database),
    async createFirstLink() {
      const [administrator] = await lockAdministrators(database);
      return createLink(administrator ?? null);
    },
    createFirstAdministrator: (wanted) => createFirstAdministrator(database, wanted, now()),
  };
}

async function createFirstAdministrator(
  database: Database,
  { token, email, name, password }: FirstAdministrator,
  at: number,
): Promise<ConsoleUserRow> {
  // Who has no such link learns nothing else, and costs no hash.
  if (!(await isFirstLink(database, hashToken(token), at))) throw new ProblemError('auth.link_invalid');
  await refuseWeakPassword(password, { email, name });
  const passwordHash = await hashPassword(password);
  return database.transaction({ name: 'first administrator' }, async (sql) => {
    await lockUsers(sql);
    const isTaken = (await lockAdministrators(sql)).length > 0;
    if (isTaken || !(await isFirstLink(sql, hashToken(token), at))) throw new ProblemError('auth.link_invalid');
    const row = { id: randomUUID(), email: email.toLowerCase(), name, role: 'administrator', store_ids: [] };
    if (!(await insertUser(sql, { ...row, created_at: at }))) throw new ProblemError('user.email_taken');
    await setPasswordHash(sql, row.id, passwordHash);
    await deleteFirstLinks(sql);
    const user = await readUser(sql, row.id);
    if (user === undefined) throw new Error('the first administrator was not kept');
    return user;
  });
}

async function changeUser(database: Database, id: string, change: UserChange): Promise<ConsoleUserRow> {
  return database.transaction({ name: 'change user' }, async (sql) => {
    const administrators = await lockAdministrators(sql);
    const before = await readUser(sql, id);
    if (before === undefined) throw new ProblemError('user.not_found');
    const after = {
      id,
      name: change.name ?? before.name,
      role: change.role ?? before.role,
      store_ids: change.storeIds ?? before.store_ids,
      is_disabled: change.isDisabled ?? before.is_disabled,
    };
    const isAdministratorAfter = after.role === 'administrator' && !after.is_disabled;
    if (!isAdministratorAfter && administrators.length === 1 && administrators[0] === id) {
      throw new ProblemError('user.last_administrator');
    }
    await updateUser(sql, after);
    if (change.role !== undefined || change.storeIds !== undefined || change.isDisabled === true) {
      await deleteOtherSessions(sql, id, null);
      await deleteSignInLinks(sql, id);
      await deleteChallenges(sql, id);
    }
    return { ...before, ...after };
  });
}

async function changePassword(
  database: Database,
  caller: UserCaller,
  passwords: { readonly newPassword: string; readonly currentPassword: string | undefined },
): Promise<void> {
  const { password_hash: stored } = await existingUser(database, caller.id);
  if (stored !== null && !(await isPasswordRight(passwords.currentPassword ?? '', stored))) {
    throw new ProblemError('auth.password_needed');
  }
  await refuseWeakPassword(passwords.newPassword, caller);
  const passwordHash = await hashPassword(passwords.newPassword);
  await database.transaction({ name: 'change password' }, async (sql) => {
    await setPasswordHash(sql, caller.id, passwordHash);
    await deleteOtherSessions(sql, caller.id, caller.sessionHash);
    await deleteSignInLinks(sql, caller.id);
    await deleteChallenges(sql, caller.id);
    await forgetDevices(sql, caller.id);
  });
}

async function existingUser(database: Database, id: string): Promise<ConsoleUserRow> {
  const user = await readUser(database, id);
  if (user === undefined) throw new ProblemError('user.not_found');
  return user;
}

function toUser(row: ConsoleUserRow): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: roleOf(row.role),
    storeIds: [...row.store_ids],
    isDisabled: row.is_disabled,
    hasPassword: row.password_hash !== null,
    hasFactor: row.has_factor,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  };
}
