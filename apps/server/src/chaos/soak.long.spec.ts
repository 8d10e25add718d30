import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { expect, it } from 'vitest';
import { runPerennial, startServerProcess } from './server-process.ts';
import { soak } from './soak.ts';
import type { Sample } from './soak.ts';

/** `PERENNIAL_SOAK_MINUTES`: how long the load lasts; an hour unless it says otherwise. */
const minutes = Number(process.env['PERENNIAL_SOAK_MINUTES'] ?? 60);
/** The first part fills caches, pools and the members that the rest goes on with. */
const warmShare = 0.4;
const mebibyte = 1024 * 1024;

it.skipIf(process.platform !== 'linux')(
  `keeps memory, descriptors and tables within bounds over ${minutes} minutes of load`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perennial-soak-'));
    chmodSync(folder, 0o711);
    await shiftOwnStoreClock(folder);
    const server = await startServerProcess({ dataFolder: folder });
    try {
      const { stdout } = await runPerennial(['keys', 'create', '--kind', 'write', '--data', folder]);
      const postgres = await findEmbeddedPostgres({ folder });
      const database = createDatabase({ url: postgres?.url ?? '', poolSize: 1 });
      const samples = await soak({
        minutes,
        server,
        database,
        postgresPid: postgres?.pid ?? 0,
        writeKey: stdout.trim(),
      });
      await database.close();
      process.stdout.write(`${JSON.stringify(report(samples))}\n`);
      expectBounded(samples);
      await expect
        .poll(async () => (await runPerennial(['doctor', '--data', folder])).code, { timeout: 120_000 })
        .toBe(0);
      expect((await server.stop()).code).toBe(0);
    } finally {
      await server.kill();
      await (await findEmbeddedPostgres({ folder }))?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  (minutes + 20) * 60_000,
);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Medians of the first samples after it was warm, and of the last ones. */
function ends(
  samples: readonly Sample[],
  read: (sample: Sample) => number,
): { readonly first: number; readonly last: number } {
  const warm = samples.slice(Math.floor(samples.length * warmShare)).map(read);
  const part = Math.max(1, Math.floor(warm.length / 4));
  return { first: median(warm.slice(0, part)), last: median(warm.slice(-part)) };
}

function report(samples: readonly Sample[]) {
  const inMebibytes = ({ first, last }: ReturnType<typeof ends>) =>
    [first, last].map((bytes) => Math.round(bytes / mebibyte));
  return {
    minutes,
    facts: samples.at(-1)?.acknowledged,
    serverMebibytes: inMebibytes(ends(samples, ({ serverBytes }) => serverBytes)),
    serverMebibytesMost: Math.round(Math.max(...samples.map(({ serverBytes }) => serverBytes)) / mebibyte),
    postgresMebibytes: inMebibytes(ends(samples, ({ storeBytes }) => storeBytes)),
    descriptors: Object.values(ends(samples, ({ descriptors }) => descriptors)),
    connections: Object.values(ends(samples, ({ connections }) => connections)),
    hotKibibytes: Object.values(ends(samples, ({ hotBytes }) => hotBytes)).map((bytes) => Math.round(bytes / 1024)),
    deadShare: Object.values(ends(samples, ({ deadShare }) => deadShare)),
  };
}

/** What is said of a server that runs for months: nothing but the log grows. */
function expectBounded(samples: readonly Sample[]): void {
  const server = ends(samples, ({ serverBytes }) => serverBytes);
  expect(server.last).toBeLessThan(server.first * 1.25 + 100 * mebibyte);
  expect(Math.max(...samples.map(({ serverBytes }) => serverBytes))).toBeLessThan(2_048 * mebibyte);
  const store = ends(samples, ({ storeBytes }) => storeBytes);
  expect(store.last).toBeLessThan(store.first * 1.5 + 100 * mebibyte);
  const descriptors = ends(samples, (sample) => sample.descriptors);
  expect(descriptors.last).toBeLessThan(descriptors.first * 1.5 + 50);
  const connections = ends(samples, (sample) => sample.connections);
  expect(connections.last).toBeLessThanOrEqual(connections.first + 5);
  const hot = ends(samples, ({ hotBytes }) => hotBytes);
  expect(hot.last).toBeLessThan(hot.first * 2 + 2 * mebibyte);
  expect(Math.max(...samples.map(({ deadShare }) => deadShare))).toBeLessThan(0.6);
}
