import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { canEnter, chooseAccount, describeBlockingFolder } from './account.ts';
import type { Account } from './account.ts';
import { findPostgresBinaries } from './binaries.ts';

/** Where the cluster is, who runs it and how to get in. Kept in the data folder as `postgres.json`, readable by its owner alone. */
export interface PostgresPlace {
  readonly cluster: string;
  readonly account: Account | undefined;
  readonly user: string;
  readonly password: string;
}

/** Where root puts what the unprivileged account cannot reach elsewhere. */
export const sharedRootDefault = '/var/lib/perennial';

/**
 * The place recorded in the data folder, or a new one, recorded before it is used; of two processes that start at
 * once one decides.
 *
 * Throws, naming the folder and its mode, when no place is reachable by the account that must run PostgreSQL.
 */
export function findOrChoosePlace(folder: string, sharedRoot: string): PostgresPlace {
  const recorded = readPlace(folder);
  if (recorded !== undefined) return recorded;
  const account = chooseAccount(folder);
  const place: PostgresPlace = {
    cluster: chooseCluster(folder, account, sharedRoot),
    account,
    user: 'perennial',
    password: randomBytes(24).toString('base64url'),
  };
  const record = join(folder, 'postgres.json');
  const draft = `${record}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(place, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link, unlike a rename, fails when another process recorded its choice first.
    linkSync(draft, record);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  return readPlace(folder) ?? place;
}

/** The record of the data folder, or undefined when PostgreSQL was never started there. */
export function readPlace(folder: string): PostgresPlace | undefined {
  const record = join(folder, 'postgres.json');
  let text: string;
  try {
    text = readFileSync(record, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const value: unknown = JSON.parse(text);
  if (!isPlace(value)) throw new Error(`${record} is not a record of an embedded PostgreSQL`);
  return { cluster: value.cluster, account: value.account, user: value.user, password: value.password };
}

function isPlace(value: unknown): value is { cluster: string; account?: Account; user: string; password: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'cluster' in value &&
    typeof value.cluster === 'string' &&
    'user' in value &&
    typeof value.user === 'string' &&
    'password' in value &&
    typeof value.password === 'string'
  );
}

function chooseCluster(folder: string, account: Account | undefined, sharedRoot: string): string {
  const home = realpathSync(folder);
  if (account === undefined) return join(home, 'postgres');
  if (canEnter(account, home)) return join(home, 'postgres');
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  return join(makeSharedFolder(sharedRoot, account, home), name, 'postgres');
}

/** The programs, or a copy of them that the account can run. */
export function reachableBinaries(account: Account | undefined, sharedRoot: string): string {
  const { home, packageVersion } = findPostgresBinaries();
  if (account === undefined || canEnter(account, join(home, 'bin'))) return home;
  const copy = join(makeSharedFolder(sharedRoot, account, home), `programs-${packageVersion}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}`;
  cpSync(home, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch {
    // Another process was faster.
    rmSync(draft, { recursive: true, force: true });
  }
  return copy;
}

function makeSharedFolder(sharedRoot: string, account: Account, wanted: string): string {
  try {
    mkdirSync(sharedRoot, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new Error(describeUnreachable(account, wanted, `and ${sharedRoot} could not be created`), { cause });
  }
  if (canEnter(account, sharedRoot)) return sharedRoot;
  throw new Error(
    describeUnreachable(account, wanted, `nor ${describeBlockingFolder(account, sharedRoot) ?? sharedRoot}`),
  );
}

function describeUnreachable(account: Account, wanted: string, also: string): string {
  const blocking = describeBlockingFolder(account, wanted) ?? wanted;
  return (
    `PostgreSQL does not run as root, so it runs as user ${account.uid}, who may not enter ${blocking}, ${also}. ` +
    'Allow it with chmod o+x on that folder, choose another data folder (--data), or run this command as an ordinary user.'
  );
}

/** Creates a folder that belongs to the account alone. */
export function makeOwnFolder(path: string, account: Account | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}
