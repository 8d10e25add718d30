import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@perennial/postgres';
import { listAudit } from '@perennial/postgres/access';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, runSample, shellLinesOf } from './testing/page-samples.ts';
import type { SampleRun } from './testing/page-samples.ts';

const before = process.cwd();
let database: TestDatabase;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-docs-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

/** The names of the catalogue, as the console shows them. */
async function productsOf({ url }: TestDatabase): Promise<readonly string[]> {
  const opened = createDatabase({ url, poolSize: 1 });
  try {
    const { rows } = await opened.pool.query<{ name: string }>(
      'select name from product where is_current order by name',
    );
    return rows.map(({ name }) => name);
  } finally {
    await opened.close();
  }
}

/** The commands of a page that end by themselves. */
function commandsOf(page: string): readonly string[] {
  return shellLinesOf(page).filter(
    (line) => line.startsWith('npx perennial ') && !/perennial (start|demo)\b/.test(line),
  );
}

function run(line: string): Promise<SampleRun> {
  return runSample(line, {
    environment: { DATABASE_URL: database.url, PERENNIAL_DATA: join(folder, new URL(database.url).pathname.slice(1)) },
  });
}

describe.each([
  { page: 'how-to/import-orders.md', file: 'orders.csv' },
  { page: 'tutorial/first-membership.md', file: 'first.csv' },
])('the samples of $page', ({ page, file }) => {
  const answers: string[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(join(folder, file), blocksOf(page, 'csv')[0] ?? '');
  });
  afterAll(() => database.drop());

  it.each(commandsOf(page))('%s', async (line) => {
    const { code, out, err } = await run(line);
    answers.push(out);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out.trim()).not.toBe('');
  });

  it('answer what the page says', async () => {
    const all = answers.join('\n');
    if (file === 'orders.csv') {
      expect(answers[0]).toContain('5 would be taken, 0 known already');
      expect(answers[1]).toContain('5 taken, 0 known already');
      expect(answers[2]).toContain('0 taken, 5 known already');
      expect(await productsOf(database)).toEqual(['Mask', 'Serum']);
    } else {
      expect(answers[0]).toContain('5 taken');
      expect(await productsOf(database)).toEqual(['Cream', 'Mask', 'Serum', 'Toner']);
      expect(all).toContain('138••••8001');
      expect(all).toContain('3 members, 5 steps folded anew: no difference');
      expect(all).toMatch(/^pk_write_\S{32}$/m);
      expect(all).not.toContain('13800138001');
    }
  });
});

describe('the samples of README', () => {
  const readme = join(import.meta.dirname, '../../../../README.md');
  const samples = readFileSync(readme, 'utf8')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => /^npx perennial (?:import|analyze) /.test(line));

  beforeAll(async () => {
    database = await createTestDatabase();
    // Whoever clones it has a folder of this name.
    mkdirSync(join(folder, 'perennial'));
    cpSync(join(readme, '../examples'), join(folder, 'perennial/examples'), { recursive: true });
    process.chdir('perennial');
  });
  afterAll(async () => {
    process.chdir(folder);
    await database.drop();
  });

  it.each(samples)('%s', async (line) => {
    const { code, out, err } = await run(line);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(line.includes('import') ? / 57 taken, .* 0 quarantined, 0 rejected/ : /24 customers/);
  });

  it('are two, and leave nothing behind that version control would ask about', () => {
    expect(samples).toHaveLength(2);
    const left = readdirSync('.').filter((name) => name !== 'examples');
    expect(left).toEqual(['orders-report.html']);
    const ignored = readFileSync(join(readme, '../.gitignore'), 'utf8').split('\n');
    // The data folder of the tutorial keeps itself out.
    expect(ignored).toEqual(expect.arrayContaining(['/*-report.html', '/*.csv', '.perennial/', '.perennial-demo/']));
  });
});

describe('a command', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(join(folder, 'money.csv'), 'customer_id,date,amount\nc1,2026-01-03,12.00\n');
  });
  afterAll(() => database.drop());

  it('refuses a currency that the facts are not counted in, and takes it over where there are none', async () => {
    const first = await run('npx perennial import money.csv --currency GBP --zone Europe/London --json');
    expect(JSON.parse(first.out)).toMatchObject({
      status: 'succeeded',
      accepted: 1,
      firstFactAt: '2026-01-03T00:00:00.000Z',
    });
    const second = await run('npx perennial import money.csv --currency USD');
    expect(second.code).toBe(1);
    expect(second.err).toContain('counts in GBP');
  });

  it('exports facts and stages without personal data', async () => {
    const facts = await run('npx perennial export facts');
    expect(
      facts.out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as unknown),
    ).toMatchObject([{ type: 'order.placed', occurredAt: '2026-01-03T00:00:00.000Z' }]);
    const stages = await run('npx perennial export stages');
    expect(stages.out).toContain('"lifecycle"');
    expect(facts.out + stages.out).not.toContain('"c1"');
  });

  it('exports what looks personal in facts for a reason alone, and writes that down', async () => {
    const note = {
      messageId: 'n1',
      type: 'call.made',
      occurredAt: '2026-01-04T00:00:00Z',
      identities: { email: 'a@example.com' },
    };
    writeFileSync(
      join(folder, 'notes.ndjson'),
      `${JSON.stringify({ ...note, payload: { note: 'call 13812345678' } })}\n`,
    );
    expect((await run('npx perennial import notes.ndjson')).code).toBe(0);
    const masked = await run('npx perennial export facts');
    expect([masked.code, masked.out.includes('call ••••5678'), masked.out.includes('13812345678')]).toEqual([
      0,
      true,
      false,
    ]);
    for (const line of ['--in-clear', '--reason audit', '--in-clear --reason x'])
      expect((await run(`npx perennial export facts ${line}`)).code).toBe(2);
    expect((await run('npx perennial export stages --in-clear --reason audit')).code).toBe(2);
    const clear = await run('npx perennial export facts --in-clear --reason audit');
    expect([clear.code, clear.out.includes('call 13812345678')]).toEqual([0, true]);
    for (const line of commandsOf('how-to/reveal-and-decide.md')) expect((await run(line)).code).toBe(0);
    const sql = createDatabase({ url: database.url, poolSize: 1 });
    const entries = await listAudit(sql, {
      beforeId: Number.MAX_SAFE_INTEGER,
      action: 'facts.exported',
      actor: '',
      subject: '',
      limit: 9,
    });
    await sql.close();
    const done = { actor: 'command line', outcome: 'done' };
    expect(entries).toMatchObject([
      { ...done, reason: 'audit-2026; 2 rows sent' },
      { ...done, reason: 'audit; 2 rows sent' },
    ]);
  });

  it('says who is not there', async () => {
    expect(await run('npx perennial members get phone:+8613900139000')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no member'),
    });
  });

  it('erases a member only when told so, and then she is found no more', async () => {
    const identity = 'external_id:money:c1';
    expect(await run(`npx perennial members erase ${identity} --reason asked`)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Add --yes'),
    });
    expect(await run(`npx perennial members export ${identity} --reason asked`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"c1"'),
    });
    expect((await run(`npx perennial members erase ${identity} --reason asked --yes`)).code).toBe(0);
    expect((await run(`npx perennial members get ${identity}`)).code).toBe(1);
    expect((await run('npx perennial replay --verify')).code).toBe(0);
  });
});
