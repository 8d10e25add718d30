import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEmbeddedPostgres } from '../embedded/index.ts';
import { runFolderVariable } from './test-database.ts';

/**
 * Names the folder of the server that the test files of this run share. The server itself is started by the first file that needs
 * one, so a run of pure tests does not pay for it.
 */
export function setup(): void {
  process.env[runFolderVariable] = mkdtempSync(join(tmpdir(), 'perennial-test-'));
}

/** Stops the shared server, if one was started, and removes its folder. */
export async function teardown(): Promise<void> {
  const folder = process.env[runFolderVariable];
  if (folder === undefined) return;
  const server = await findEmbeddedPostgres({ folder });
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
