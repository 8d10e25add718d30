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
import { findPinnedNode, isNodeRecentEnough, repairEmbeddedPostgres } from './install.js';

const entry = new URL('../src/cli/main.ts', import.meta.url);

/**
 * What a batch allocates dies with the batch, but not within V8's young space of 16 MiB: there it is copied twice and then kept.
 * Over 80,000 facts by HTTP, 206 collections of young objects took 4.2 s; with 64 MiB 65 took 2.5 s, with 128 MiB no less.
 */
const engineFlags = ['--max-semi-space-size=64'];

if (isNodeRecentEnough()) await runHere();
else runOnPinnedNode();

async function runHere() {
  becomeFlagged();
  repairEmbeddedPostgres();
  if (!existsSync(entry)) stop(`The command line is missing: ${fileURLToPath(entry)}`);
  await import(entry.href);
}

/** Puts the same program with the flags in the place of this process. Not below `node --watch`, which talks to the process it started. */
function becomeFlagged() {
  const isFlagged = engineFlags.every((flag) => process.execArgv.includes(flag));
  if (isFlagged || process.platform === 'win32' || process.execve === undefined || process.send !== undefined) return;
  const words = [...process.execArgv, ...engineFlags, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.execve(process.execPath, [process.execPath, ...words], process.env);
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
