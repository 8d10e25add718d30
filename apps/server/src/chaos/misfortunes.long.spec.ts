import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLens } from '@perennial/clickhouse';
import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandomFacts, startSenders } from './fact-senders.ts';
import type { FactSenders } from './fact-senders.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { acknowledge } from './shared-installation.ts';

/** What happens to an installation in the course of years, each under load, and to real processes. */

const dayMs = 86_400_000;
const recovery = { timeout: 120_000, interval: 250 };
let home: string;
let folder: string;
let server: ServerProcess;
let writeKey: string;
const sending: FactSenders[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'perennial-misfortunes-'));
  chmodSync(home, 0o711);
  folder = join(home, 'first');
  await shiftOwnStoreClock(folder);
  server = await startServerProcess({ dataFolder: folder });
  writeKey = (await run('keys', 'create', '--kind', 'write')).stdout.trim();
});
afterAll(async () => {
  await server?.kill();
  await (await findEmbeddedPostgres({ folder }))?.stop();
  rmSync(home, { recursive: true, force: true });
});

const run = (...words: readonly string[]) => runPerennial([...words, '--data', folder]);

/** Facts are sent until they are acknowledged, whatever becomes of the server meanwhile. */
function startLoad(): FactSenders {
  const seed = 1 + sending.length;
  const started = startSenders({
    address: () => server.address,
    writeKey,
    senders: 3,
    batchFacts: 10,
    pauseMs: 20,
    createFact: (id, serial) => ({
      ...createRandomFacts(seed * 100_000 + serial, 200)(`${id}-${seed}`, serial),
      storeId: `s${serial % 5}`,
    }),
  });
  sending.push(started);
  return started;
}

async function inDatabase<Row>(text: string): Promise<readonly Row[]> {
  const postgres = await findEmbeddedPostgres({ folder });
  const database = createDatabase({ url: postgres?.url ?? '', poolSize: 1 });
  try {
    return await database.rows<Row>({ name: 'test', text }, []);
  } finally {
    await database.close();
  }
}

const shiftMs = Number(process.env['PERENNIAL_TEST_CLOCK_SHIFT_MS'] ?? 0);
const shiftClock = new URL('../../../../tools/shift-clock.ts', import.meta.url).href;

/** The environment of a process whose clock alone is off; that of the run, if it states a date, goes on beneath. */
function shiftedBy(ms: number): Readonly<Record<string, string>> {
  const options = process.env['NODE_OPTIONS'] ?? '';
  const preload = options.includes('shift-clock.ts') ? options : `${options} --import=${shiftClock}`.trim();
  return { PERENNIAL_TEST_CLOCK_SHIFT_MS: String(shiftMs + ms), NODE_OPTIONS: preload };
}

/** Everything acknowledged stands in the log once, both stores agree, and everybody is what her log says. */
async function expectWhole(): Promise<void> {
  const rows = await inDatabase<{ id: string; copies: number }>(
    `select message_id as id, count(*) as copies from fact where kind = 0 and message_id like 's%' group by 1`,
  );
  expect(rows.filter(({ copies }) => copies !== 1)).toEqual([]);
  const logged = new Set(rows.map(({ id }) => id));
  for (const { acknowledged, refusals } of sending) {
    expect([...acknowledged.difference(logged)], 'acknowledged and lost').toEqual([]);
    expect(refusals).toEqual([]);
  }
  await expect.poll(async () => (await run('doctor')).code, recovery).toBe(0);
  expect((await run('replay', '--verify')).code).toBe(0);
}

describe('an installation', () => {
  it('whose folder is moved after everything was killed goes on at the new place, and leaves nothing at the old one', async () => {
    const senders = startLoad();
    await acknowledge(senders, 500);
    await server.kill();
    const postgres = await findEmbeddedPostgres({ folder });
    if (postgres !== undefined) process.kill(postgres.pid, 'SIGKILL');
    await expect.poll(() => findEmbeddedPostgres({ folder }), recovery).toBeUndefined();
    const moved = join(home, 'second');
    renameSync(folder, moved);
    folder = moved;
    server = await startServerProcess({ dataFolder: folder });
    await acknowledge(senders, 500);
    await senders.finish();
    await expectWhole();
    const [place] = await inDatabase<{ at: string }>(`select current_setting('data_directory') as at`);
    expect(place?.at).toContain(moved);
  });

  it('whose keys are gone, or others, is opened by nothing, and by everything once they are back', async () => {
    await server.stop();
    const path = join(folder, 'keys.json');
    const keys = readFileSync(path, 'utf8');
    const otherFolder = join(home, 'other');
    expect((await runPerennial(['keys', 'create', '--kind', 'write', '--data', otherFolder])).code).toBe(0);
    const others = readFileSync(join(otherFolder, 'keys.json'), 'utf8');
    for (const wrong of [undefined, others]) {
      rmSync(path, { force: true });
      if (wrong !== undefined) writeFileSync(path, wrong, { mode: 0o600 });
      await expect(startServerProcess({ dataFolder: folder })).rejects.toThrow(/keys/);
      for (const words of [['doctor'], ['replay', '--verify'], ['members', 'retry']] as const) {
        const { code, stdout, stderr } = await run(...words);
        expect([words, code, stdout + stderr]).toEqual([words, 1, expect.stringMatching(/keys.*Nothing was changed/s)]);
      }
    }
    writeFileSync(path, keys, { mode: 0o600 });
    server = await startServerProcess({ dataFolder: folder });
    const senders = startLoad();
    await acknowledge(senders, 200);
    await senders.finish();
    await expectWhole();
  });

  it('whose lens lost parts of every table is told so, and repaired while it runs', async () => {
    const before = startLoad();
    await acknowledge(before, 300);
    await before.finish();
    await expectWhole();
    await server.stop();
    const lens = await openEmbeddedLens({ folder: join(folder, 'lens') });
    for (const table of ['fact', 'derived_fact', 'member', 'stage_timeline', 'member_place']) {
      const [part] = await lens.read({
        sql: `select name from system.parts where active and database = currentDatabase() and table = {table:String} order by rows desc limit 1`,
        params: { table },
      });
      await lens.execute(`alter table ${table} drop part '${String(part?.['name'])}'`);
    }
    await lens.close();
    server = await startServerProcess({ dataFolder: folder });
    const senders = startLoad();
    await acknowledge(senders, 200);
    const found = await run('doctor');
    expect([found.code, found.stdout]).toEqual([1, expect.stringMatching(/fact: \d+ rows missing/)]);
    const repaired = await run('doctor', '--repair');
    expect(repaired.code, repaired.stdout).toBe(0);
    await senders.finish();
    await expectWhole();
  });

  for (const days of [10, -10]) {
    it(`whose machine’s clock is ${days} days off dates everything by its database, and says so`, async () => {
      await server.stop();
      const shifted = shiftedBy(days * dayMs);
      server = await startServerProcess({ dataFolder: folder, environment: shifted });
      const senders = startLoad();
      await acknowledge(senders, 300);
      const seed = sending.length;
      const [dates] = await inDatabase<{ first: number; last: number; asked: number }>(
        `select min(recorded_at) as first, max(recorded_at) as last, (extract(epoch from clock_timestamp()) * 1000)::bigint as asked
           from fact where message_id like 's%-${seed}'`,
      );
      const now = dates?.asked ?? 0;
      expect([now - (dates?.first ?? 0) < dayMs / 2, (dates?.last ?? 0) <= now]).toEqual([true, true]);
      const metrics = await (await fetch(`${server.address}/metrics`)).text();
      const offset = Number(/^perennial_clock_offset_seconds (.+)$/m.exec(metrics)?.[1]);
      expect(Math.round((offset * 1000) / dayMs)).toBe(days);
      expect(server.log()).toContain(`${days > 0 ? 'ahead of' : 'behind'} that of PostgreSQL`);
      const doctor = await runPerennial(['doctor', '--data', folder], shifted);
      expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringMatching(/WRONG +clock: /)]);
      await senders.finish();
      await server.stop();
      server = await startServerProcess({ dataFolder: folder });
      await expectWhole();
    });
  }
});
