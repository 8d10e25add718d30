import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, runSample, shellLinesOf } from './testing/page-samples.ts';

const page = 'reference/scenarios.md';
const before = process.cwd();
let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-scenario-docs-'));
  database = await createTestDatabase();
  process.chdir(folder);
  writeFileSync('story.json', blocksOf(page, 'json')[0] ?? '');
});
afterAll(async () => {
  process.chdir(before);
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({ DATABASE_URL: database.url, PERENNIAL_DATA: join(folder, 'data') });
const run = (line: string) => runSample(line, { environment: environment() });

describe('the samples of the page on scenarios', () => {
  it('end as they say', async () => {
    const [tell, record] = shellLinesOf(page);
    const told = await run(tell ?? '');
    expect([told.code, told.out]).toEqual([0, '1 story: all end as they say.\n']);
    writeFileSync('facts.ndjson', factOf('2025-01-01T10:00:00Z'));
    expect((await run('npx perennial import facts.ndjson')).code).toBe(0);
    const recorded = await run(record ?? '');
    expect([recorded.code, recorded.out]).toEqual([0, 'Wrote 1 to recorded.json.\n']);
    expect((await run('npx perennial scenario recorded.json')).out).toBe('1 story: all end as they say.\n');
  });

  it('end otherwise as the page shows', async () => {
    const [shown] = blocksOf(page, 'text');
    const story = blocksOf(page, 'json')[0] ?? '';
    writeFileSync('story.json', story.replace('"stage": "active"', '"stage": "silent"'));
    const { code, out } = await run('npx perennial scenario story.json');
    expect([code, out.trimEnd()]).toEqual([1, shown?.trimEnd()]);
  });
});

describe('the command', () => {
  beforeAll(() => {
    mkdirSync('broken');
    writeFileSync('broken/settings.json', '{"metrics": {}}');
  });

  it.each([
    ['npx perennial scenario', 2, 'Name a file or a folder'],
    ['npx perennial scenario none.json', 1, 'There is no none.json'],
    ['npx perennial scenario story.json --out x.json', 2, '--out goes with --record'],
    ['npx perennial scenario story.json --record phone:+8613800138000', 2, 'leave out the files'],
    ['npx perennial scenario --record phone:+8613900139000', 1, 'There is no member'],
    ['npx perennial scenario story.json --program none', 1, 'There is no folder none'],
    ['npx perennial scenario story.json --program broken', 1, 'broken/settings.json:1:2: metrics: '],
    [
      'npx perennial scenario --record phone:+8613800138000 --program broken',
      2,
      '--program is for stories that are told',
    ],
  ])('%s', async (line, code, said) => {
    expect(await run(line)).toMatchObject({ code, err: expect.stringContaining(said) });
  });

  it('explains, and answers programs', async () => {
    writeFileSync('story.json', blocksOf(page, 'json')[0] ?? '');
    const explained = await run('npx perennial scenario story.json --explain');
    expect(explained.out).toContain('step 1  2025-03-01T12:00  order.placed');
    expect(explained.out).toMatch(/stage\.changed .*to active.* by time/);
    const { out } = await run('npx perennial scenario story.json --json');
    expect(JSON.parse(out)).toMatchObject({ stories: 1, differing: 0, results: [{ steps: 4, differences: [] }] });
  });
});

function factOf(occurredAt: string): string {
  return `${JSON.stringify({
    messageId: 'm1',
    type: 'order.placed',
    occurredAt,
    identities: { phone: '+8613800138000' },
    payload: { orderId: 'A1', currency: 'CNY', amountMinor: 5000 },
  })}\n`;
}
