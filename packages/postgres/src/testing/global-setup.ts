import { rmSync } from 'node:fs';
import { findEmbeddedPostgres } from '../embedded/index.ts';
import { makeRunFolder, runFolderVariable } from './run-folder.ts';

/**
 * Names the folder of the server that the test files of this run share. The server itself is started by the first file that needs
 * one, so a run of pure tests does not pay for it.
 */
export function setup(): void {
  // Every project of the run inherits this set-up; the first one decides.
  process.env[runFolderVariable] ??= makeRunFolder();
}

/** Stops the shared server, if one was started, and removes its folder. */
export async function teardown(): Promise<void> {
  const folder = process.env[runFolderVariable];
  if (folder === undefined) return;
  const server = await findEmbeddedPostgres({ folder });
  await server?.stop();
  delete process.env[runFolderVariable];
  rmSync(folder, { recursive: true, force: true });
}
