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
import { dirname, isAbsolute, join, relative } from 'node:path';
import { canEnter, chooseAccount, describeBlockingFolder } from './account.ts';
import type { Account } from './account.ts';
import { findPostgresBinaries } from './binaries.ts';
import { DataFolderError } from './folder-error.ts';

/**
 * Where the cluster is, who runs it and how to get in. Kept in the data folder as `postgres.json`, readable by its owner alone. There a
 * cluster within the folder is named from the folder, so that a folder that is moved or copied takes its own with it.
 */
export interface PostgresPlace {
  /** Absolute. */
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
  const recorded = readPlace(folder, sharedRoot);
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
  const cluster = isWithin(realpathSync(folder), place.cluster) ? inFolder : place.cluster;
  writeFileSync(draft, `${JSON.stringify({ ...place, cluster }, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link, unlike a rename, fails when another process recorded its choice first.
    linkSync(draft, record);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  return readPlace(folder, sharedRoot) ?? place;
}

/** The name of a cluster within its data folder. */
export const inFolder = 'postgres';

/** The record with the real path of the folder that it is of; undefined when PostgreSQL was never started there. */
export function findRecordedPlace(
  folder: string,
  sharedRoot?: string,
): (PostgresPlace & { readonly home: string }) | undefined {
  const place = readPlace(folder, sharedRoot);
  return place === undefined ? undefined : { ...place, home: realpathSync(folder) };
}

function isWithin(folder: string, path: string): boolean {
  return path === join(folder, inFolder);
}

/**
 * The record of the data folder, or undefined when PostgreSQL was never started there.
 *
 * Throws DataFolderError when the record names a database that is another folder's.
 */
export function readPlace(folder: string, sharedRoot = sharedRootDefault): PostgresPlace | undefined {
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
  const cluster = ownCluster(realpathSync(folder), value.cluster, sharedRoot);
  return { cluster, account: value.account, user: value.user, password: value.password };
}

/** Records of before name a cluster within the folder by its whole path, which holds no longer once the folder is moved. */
function ownCluster(home: string, recorded: string, sharedRoot: string): string {
  const own = join(home, inFolder);
  if (!isAbsolute(recorded)) return join(home, recorded);
  if (recorded === own || existsSync(join(own, 'PG_VERSION'))) return own;
  const isShared = !relative(sharedRoot, recorded).startsWith('..');
  if (isShared) {
    settleSharedOwner(home, recorded);
    return recorded;
  }
  throw new DataFolderError(
    `${home} has no database in it: its postgres.json names ${recorded}, which is another folder's. If this folder was copied or moved, copy or move that folder's "${inFolder}" along with it, both stopped.`,
  );
}

/**
 * A cluster outside its folder is found by the folder's path, so it says itself whose it is. A folder that was moved takes it along; of a
 * folder and its copy it belongs to the one that it was made for.
 */
function settleSharedOwner(home: string, cluster: string): void {
  const note = join(dirname(cluster), 'folder.json');
  const owner = readOwner(note);
  if (owner === home) return;
  if (owner !== undefined && namesCluster(owner, cluster))
    throw new DataFolderError(
      `${home} is a copy of ${owner}, and the database at ${cluster} belongs to that one. Nothing was opened. Open the original; to have its data at another place, take a backup there (\`npx perennial backup FILE\`) and restore it into an empty folder (\`npx perennial restore FILE\`).`,
    );
  if (owner === undefined && sharedName(home) !== dirname(cluster).split('/').at(-1))
    throw new DataFolderError(
      `The database at ${cluster} was made for a folder at another place than ${home}. Move the folder back to where it was and start it once; after that it may be moved.`,
    );
  if (existsSync(dirname(cluster))) writeFileSync(note, `${JSON.stringify({ folder: home })}\n`, { mode: 0o600 });
}

function readOwner(note: string): string | undefined {
  if (!existsSync(note)) return undefined;
  const value: unknown = JSON.parse(readFileSync(note, 'utf8'));
  return typeof value === 'object' && value !== null && 'folder' in value && typeof value.folder === 'string'
    ? value.folder
    : undefined;
}

function namesCluster(folder: string, cluster: string): boolean {
  try {
    return readFileSync(join(folder, 'postgres.json'), 'utf8').includes(JSON.stringify(cluster));
  } catch {
    return false;
  }
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
  if (account === undefined || canEnter(account, home)) return join(home, inFolder);
  return join(makeSharedFolder(sharedRoot, account, home), sharedName(home), inFolder);
}

function sharedName(home: string): string {
  return createHash('sha256').update(home).digest('hex').slice(0, 16);
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
