import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curlSample } from './testing/curl-sample.ts';
import { runSample, shellLinesOf, startSample, textOf } from './testing/page-samples.ts';
import type { SampleRun, StartedSample } from './testing/page-samples.ts';

/** What the tutorial of a first program (`docs/tutorial/first-program.md`) tells to write and to type, in its order. */

const page = 'tutorial/first-program.md';
const before = process.cwd();
const lines = shellLinesOf(page);

let database: TestDatabase;
let folder: string;
let server: StartedSample | undefined;
const keys = new Map<string, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'perennial-first-program-'));
  process.chdir(folder);
});
afterAll(async () => {
  await server?.stop();
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

/** The one line of the page that says all of this. */
function lineWith(...words: readonly string[]): string {
  const found = lines.filter((line) => words.every((word) => line.includes(word)));
  expect(found, words.join(' ')).toHaveLength(1);
  return found[0] ?? '';
}

function run(line: string): Promise<SampleRun> {
  return runSample(line.replace(/ \|\| test .*$/, ''), { environment: { DATABASE_URL: database.url } });
}

async function curl(...words: readonly string[]): Promise<unknown> {
  const { status, answer } = await curlSample(lineWith('curl', ...words), {
    address: server?.told.address ?? '',
    known: keys,
  });
  expect({ words, status, answer: status === 200 ? 200 : answer }).toEqual({ words, status: 200, answer: 200 });
  return answer;
}

describe('the tutorial of a first program', () => {
  it('pulls a program, and has documents and a story written beside it', async () => {
    expect(await run(lineWith('program pull'))).toMatchObject({ code: 0, err: '' });
    for (const [, path = '', text = ''] of textOf(page).matchAll(/```json (\S+)\n([\s\S]*?)```/g)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    expect(await run(lineWith('scenario'))).toMatchObject({ code: 0, out: '1 story: all end as they say.\n' });
  }, 120_000);

  it('plans and applies it', async () => {
    expect(await run(lineWith('program plan'))).toMatchObject({
      code: 2,
      out: expect.stringContaining('+ wallets/points.json'),
    });
    expect(await run(lineWith('program apply'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('Version 2 is in force'),
    });
  }, 60_000);

  it('starts a server, and makes keys beside it', async () => {
    server = await startSample(lineWith('perennial start'), { environment: { DATABASE_URL: database.url } });
    for (const line of lines.filter((one) => one.startsWith('export '))) {
      const [, name = '', command = ''] = /^export (\w+)=\$\((npx .+)\)$/.exec(line) ?? [];
      const { code, out, err } = await run(command);
      expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
      keys.set(`$${name}`, out.trim());
    }
    expect([...keys.keys()]).toEqual(['$WRITE_KEY', '$API_KEY']);
  }, 60_000);

  it('sends an order that earns what the page says', async () => {
    expect(await curl('member.registered')).toMatchObject({ accepted: 1 });
    expect(await curl('order.placed')).toMatchObject({ accepted: 1 });
    expect(await curl('/wallets ')).toMatchObject({ wallets: [{ wallet: 'points', available: 250, balance: 250 }] });
  });

  it('spends, returns a line, and sees every entry explained', async () => {
    expect(await curl('/redemptions')).toMatchObject({ units: 80, available: 170 });
    expect(await curl('/redemptions')).toMatchObject({ units: 80, available: 170 });
    expect(await curl('order.refunded')).toMatchObject({ accepted: 1 });
    const { items } = (await curl('/entries')) as {
      items: readonly { kind: string; units: number; rule: { id: string } | null }[];
    };
    expect(items.map(({ kind, units, rule }) => [kind, units, rule?.id ?? null])).toEqual([
      ['take_back', -50, 'purchase'],
      ['spend', -80, null],
      ['earn', 150, 'purchase'],
      ['earn', 100, 'welcome'],
    ]);
    expect(await curl('/wallets ')).toMatchObject({ wallets: [{ available: 120 }] });
  });
});
