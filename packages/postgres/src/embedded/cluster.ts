import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describeInitdbEnd } from './initdb-end.ts';
import { makeOwnFolder } from './place.ts';
import type { PostgresPlace } from './place.ts';
import { renderSettings } from './settings.ts';
import type { PostgresSettings } from './settings.ts';

const initdbTimeoutMs = 120_000;

/**
 * Creates the cluster unless it is there. It is built beside its place and renamed, so a crash leaves no half cluster and of two
 * processes that start at once one wins.
 *
 * Text sorts by code point (`C.UTF-8` of the builtin provider), which no upgrade of a system library can change under an index.
 */
export async function ensureCluster(place: PostgresPlace, programs: string, isDurable: boolean): Promise<void> {
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return;
  const parent = dirname(place.cluster);
  // Inside the data folder the parent exists already and keeps its owner.
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  const workshop = mkdtempSync(join(parent, 'initdb-'));
  if (place.account !== undefined) {
    chmodSync(workshop, 0o700);
    chownSync(workshop, place.account.uid, place.account.gid);
  }
  const draft = join(workshop, 'cluster');
  try {
    makeOwnFolder(draft, place.account);
    await initialise(place, { programs, draft, workshop, isDurable });
    appendFileSync(join(draft, 'postgresql.conf'), "\ninclude 'perennial.conf'\n");
    if (!existsSync(join(place.cluster, 'PG_VERSION'))) renameSync(draft, place.cluster);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

interface Workshop {
  readonly programs: string;
  readonly draft: string;
  readonly workshop: string;
  readonly isDurable: boolean;
}

async function initialise(place: PostgresPlace, at: Workshop): Promise<void> {
  const passwordFile = join(at.workshop, 'password');
  writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 });
  if (place.account !== undefined) chownSync(passwordFile, place.account.uid, place.account.gid);
  const options = [
    ['-D', at.draft, '-U', place.user, '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
    at.isDurable ? [] : ['--no-sync'],
  ];
  await runProgram(join(at.programs, 'bin', 'initdb'), options.flat(), place);
}

function runProgram(program: string, options: readonly string[], place: PostgresPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      ...place.account,
      cwd: '/',
      env: programEnvironment(),
      timeout: initdbTimeoutMs,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(describeInitdbEnd({ code, output, cluster: place.cluster }));
    });
  });
}

/** The programs take nothing from our environment: PGDATA, PGPORT or a locale there would change what they do. */
export function programEnvironment(): Record<string, string> {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Writes the settings that `postgresql.conf` includes. */
export function writeSettings(place: PostgresPlace, settings: PostgresSettings): void {
  const path = join(place.cluster, 'perennial.conf');
  writeFileSync(path, renderSettings(settings), { mode: 0o600 });
  if (place.account !== undefined) chownSync(path, place.account.uid, place.account.gid);
}
