import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlace } from '../embedded/place.ts';
import { isPostgresProcess, readPostmaster } from '../embedded/postmaster.ts';

/** Names the folder of the server that all test files of a run share; set by the global set-up. */
export const runFolderVariable = 'PERENNIAL_TEST_RUN_FOLDER';

/** A folder that PostgreSQL's account can pass through when the tests run as root. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-test-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Without the global set-up (a script, a debugger) the server lives as long as this process. */
export function makeOwnRunFolder(): string {
  const folder = makeRunFolder();
  process.on('exit', () => endAtExit(folder));
  return folder;
}

function endAtExit(folder: string): void {
  const place = readPlace(folder);
  const postmaster = place === undefined ? undefined : readPostmaster(place.cluster);
  // An exit hook cannot wait, and nothing of this server is to be kept. Its children are in its process group.
  if (postmaster !== undefined && isPostgresProcess(postmaster.pid)) process.kill(-postmaster.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}
