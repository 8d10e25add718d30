import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { listAudit } from '@perennial/postgres/access';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../run.ts';

let testDatabase: TestDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-import-'));
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const sink = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[name] += chunk.toString();
        done();
      },
    });
  const code = await runCommandLine({
    words: ['import', ...words],
    environment: {
      DATABASE_URL: testDatabase.url,
      PERENNIAL_DATA: join(folder, 'data'),
      PERENNIAL_PHONE_COUNTRY: 'CN',
      PERENNIAL_SHARDS: '16',
      PERENNIAL_POOL_SIZE: '4',
    },
    stdout: sink('out'),
    stderr: sink('err'),
    now: () => performance.now(),
    signal: new AbortController().signal,
    version: 'test',
  });
  return { code, ...texts };
}

const said = (text: string) => JSON.parse(text) as Readonly<Record<string, unknown>>;

async function calendar(): Promise<unknown> {
  return (await database.pool.query('select zone, currency from installation')).rows[0];
}

const money = ['phone,date,amount,currency', '13800138000,2026-01-03,12.00,GBP', '12,2026-01-04,1.00,GBP']
  .concat('13800138001,2026-01-05,1.00,XAU', '13800138002,never,1.00,GBP', '13800138000,2026-01-03,12.00,GBP')
  .join('\n');
const rows = ['--currency', 'GBP', '--zone', 'Europe/London', '--identity', 'phone', '--map', 'member=phone'];

describe('import, used wrongly', () => {
  it.each([
    [['--country', 'gb'], '--country takes a country of two capital letters'],
    [['--source', 'perennial'], 'The source "perennial" is the product’s own'],
    [['--source', 'perennial.shop'], 'is the product’s own'],
  ])('refuses %j before anything is opened', async (words, reason) => {
    const { code, err } = await run(file('two.csv', 'customer_id,date,amount\nc1,2026-01-03,12.00\n'), ...words);
    expect(err).toContain(reason);
    expect(code).toBe(2);
  });
});

describe('import --dry-run', () => {
  it('tells what an import would tell, in the calendar that it would take over, and takes nothing over', async () => {
    const path = file('money.csv', money);
    const checked = await run(path, ...rows, '--dry-run', '--json');
    expect(await calendar()).toEqual({ zone: 'Asia/Shanghai', currency: 'CNY' });
    expect(said(checked.out)).toMatchObject({
      status: 'succeeded',
      isDryRun: true,
      accepted: 2,
      quarantined: 2,
      rejected: 1,
      firstFactAt: '2026-01-03T00:00:00.000Z',
    });
    expect((await database.pool.query('select 1 from fact union all select 1 from quarantine')).rows).toEqual([]);
    const taken = await run(path, ...rows, '--json');
    const differing = { id: null, seconds: null, rejectsFile: null, isDryRun: null };
    expect({ ...said(checked.out), ...differing }).toEqual({ ...said(taken.out), ...differing });
    const [first, second] = [said(checked.out), said(taken.out)].map((one) => String(one['rejectsFile']));
    expect(readFileSync(first ?? '', 'utf8')).toBe(readFileSync(second ?? '', 'utf8'));
    expect(await calendar()).toEqual({ zone: 'Europe/London', currency: 'GBP' });
  });

  it('shows the first rows that would not be taken, and where the others stand', async () => {
    const many = Array.from({ length: 7 }, (_, at) => `1380013810${at},never,1.00,GBP`).join('\n');
    const { code, out } = await run(file('many.csv', `${money}\n${many}\n`), ...rows, '--dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/line \d+: the value is no instant in the format of the mapping/);
    expect(out.match(/^ {2}line \d+: /gm)).toHaveLength(5);
    expect(out).toMatch(/and 5 more/);
    expect(out).toContain('.rejects.csv');
  });

  it('refuses another currency as an import does', async () => {
    const { code, err } = await run(file('usd.csv', money), '--currency', 'USD', '--dry-run');
    expect([code, err]).toEqual([1, expect.stringContaining('counts in GBP')]);
  });
});

describe('the audit log', () => {
  it('has every import by command, checks included, and who began it', async () => {
    const acts = await listAudit(database, {
      beforeId: Number.MAX_SAFE_INTEGER,
      action: 'import.started',
      actor: 'command line',
      subject: '',
      limit: 10,
    });
    expect(acts.map(({ reason, outcome }) => ({ reason, outcome }))).toEqual([
      { reason: 'dry run', outcome: 'done' },
      { reason: '', outcome: 'done' },
      { reason: 'dry run', outcome: 'done' },
    ]);
    const jobs = await database.pool.query<{ id: string }>('select id from import_job order by started_at desc');
    expect(acts.map(({ subject }) => subject)).toEqual(jobs.rows.map(({ id }) => id));
  });
});
