import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runPerennial, startServerProcess } from '../server-process.ts';
import type { ServerProcess } from '../server-process.ts';
import { killOne, victims } from '../survive-kills.ts';
import { surviveWalletKills } from './survive-wallet-kills.ts';

/** On stores of its own, which wait for the disk and are killed as well. */
let folder: string;
let started: ServerProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-wallet-kills-'));
  chmodSync(folder, 0o711);
  await shiftOwnStoreClock(folder);
});
afterAll(async () => {
  await started?.kill();
  await (await findEmbeddedPostgres({ folder }))?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: readonly string[]) => runPerennial([...words, '--data', folder]);

async function start(): Promise<ServerProcess> {
  started = await startServerProcess({ dataFolder: folder });
  return started;
}

it('keeps what it answered of wallets over 60 kills of the server, of PostgreSQL, of backends and of all at once (E7, W5)', async () => {
  const startedAt = performance.now();
  const key = await run('keys', 'create', '--kind', 'write');
  const stage = {
    writeKey: key.stdout.trim(),
    start,
    run,
    async database() {
      const postgres = await findEmbeddedPostgres({ folder });
      return createDatabase({ url: postgres?.url ?? '', poolSize: 2 });
    },
    async kill(server: ServerProcess, n: number) {
      const victim = victims[n % victims.length] ?? 'server';
      await killOne(victim, folder, server);
      return victim === 'server' || victim === 'everything';
    },
  };
  const report = await surviveWalletKills(stage, { kills: 60, seed: 7 });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stdout.write(`${JSON.stringify({ ...report, seconds })}\n`);
  expect(report.unanswered).toBeGreaterThan(60);
});
