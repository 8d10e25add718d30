import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataFolderError } from './folder-error.ts';

/** What a running server writes into its cluster folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
  /** The cluster that it serves, as it was told. */
  readonly cluster: string;
}

const pollMs = 10;

/**
 * Throws when the lock file in a cluster is that of a server elsewhere, which is still there: the cluster was copied from under a server
 * that ran, so it holds half of what was being written, and the server that the file names is not its own.
 */
export function refuseTornCopy(cluster: string): void {
  const original = readPostmaster(cluster)?.cluster;
  if (original === undefined || original === '' || !existsSync(join(original, 'PG_VERSION'))) return;
  if (realpathSync(original) === realpathSync(cluster)) return;
  throw new DataFolderError(
    `${cluster} was copied from ${original} while a server ran there, so it may hold half of what was being written. Nothing was opened. Stop Perennial there and copy the folder again; or let it run, take a backup (\`npx perennial backup FILE\`) and restore that (\`npx perennial restore FILE\`).`,
  );
}

/** Reads `postmaster.pid`; undefined when there is none or it is still being written. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(pidFile(cluster), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port, isReady: lines[7]?.trim() === 'ready', cluster: lines[1]?.trim() ?? '' };
}

/**
 * Whether the process is a PostgreSQL server. A process number is used again after a crash or in a restarted container,
 * and a zombie still answers signal 0, so the process is asked for its name.
 */
export function isPostgresProcess(pid: number): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8', timeout: 5_000 });
    return command.includes('postgres');
  } catch {
    return false;
  }
}

/** Removes a `postmaster.pid` whose process is gone or is no PostgreSQL, which would keep a new server from starting. */
export function removeStalePidFile(cluster: string): void {
  const postmaster = readPostmaster(cluster);
  if (postmaster !== undefined && !isPostgresProcess(postmaster.pid)) rmSync(pidFile(cluster), { force: true });
}

/**
 * Stops the server of a cluster: a fast shutdown (open transactions are rolled back, everything is written), after
 * `timeoutMs` an immediate one, which the next start recovers from. Does nothing when none runs.
 */
export async function stopPostmaster(cluster: string, timeoutMs = 30_000): Promise<void> {
  const postmaster = readPostmaster(cluster);
  if (postmaster === undefined || !isPostgresProcess(postmaster.pid)) return;
  signal(postmaster.pid, 'SIGINT');
  if (await waitUntil(() => !isPostgresProcess(postmaster.pid), timeoutMs)) return;
  signal(postmaster.pid, 'SIGQUIT');
  if (await waitUntil(() => !isPostgresProcess(postmaster.pid), 5_000)) return;
  throw new Error(`PostgreSQL (process ${postmaster.pid}) did not stop within ${timeoutMs} ms`);
}

/** Polls a cheap condition; false when it did not hold in time. */
export async function waitUntil(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function pidFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}
