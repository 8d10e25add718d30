#!/usr/bin/env node
/**
 * The `perennial` command. It hands over to the Node that npm installed when the running one is older, so that the
 * command works whatever the machine has, then loads the command line from its TypeScript source.
 *
 * It also sees to it that the engine runs with its flags: they count only from the start of a process.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { becomeFlagged, engineFlags } from './engine-flags.js';
import { findPinnedNode, isNodeRecentEnough, repairEmbeddedPostgres } from './install.js';

const entry = new URL('../src/cli/main.ts', import.meta.url);

if (isNodeRecentEnough()) await runHere();
else runOnPinnedNode();

async function runHere() {
  becomeFlagged(fileURLToPath(import.meta.url));
  repairEmbeddedPostgres();
  if (!existsSync(entry)) stop(`The command line is missing: ${fileURLToPath(entry)}`);
  await import(entry.href);
}

function runOnPinnedNode() {
  const pinnedNode = findPinnedNode();
  if (pinnedNode === undefined) {
    stop(
      `Perennial needs Node 26; this is Node ${process.versions.node}, and no Node 26 was found in node_modules. ` +
        'Run `npm ci` without --omit=optional, or run this command with Node 26.',
    );
  }
  const child = spawn(pinnedNode, [...engineFlags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // The terminal sends its own signals to the whole group; those sent to this process alone must be passed on.
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => stop(`Node 26 could not be started from ${pinnedNode}: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
  });
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
