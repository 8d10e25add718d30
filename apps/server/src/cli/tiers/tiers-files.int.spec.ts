import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, phone } from '../../serving/testing/served-platform.ts';
import { startWalletServer } from '../../serving/testing/wallet-server.ts';
import type { WalletServer } from '../../serving/testing/wallet-server.ts';
import { runCommandLine } from '../run.ts';

const name = { en: 'Level', zh: '等级' };
const level = (id: string, atLeast?: number) => ({
  id,
  name,
  ...(atLeast === undefined ? {} : { qualifies: { combinator: 'and', rules: [{ measure: 'spend', atLeast }] } }),
});
const set = {
  id: 'main',
  name,
  measures: [{ id: 'spend', kind: 'net_spend' }],
  levels: [level('basic'), level('silver', 100_000_000), level('gold', 300_000_000)],
  period: { kind: 'calendar', unit: 'year' },
};

let server: WalletServer;
let memberIds: readonly string[];

beforeAll(async () => {
  server = await startWalletServer({ 'tiers/main.json': set });
  const { items } = await server.administrator.members.list();
  memberIds = items.map(({ id }) => id).toSorted();
});
afterAll(() => server?.close());

const since = '2024-03-01T00:00:00.000Z';
const until = '2098-06-30T16:00:00.000Z';
const rows = () => [
  { member: memberIds[0] ?? '', set: 'main', level: 'gold', since, until },
  { member: memberIds[1] ?? '', set: 'main', level: 'silver', since, until: null },
];

function file(fileName: string, lines: readonly (object | string)[]): string {
  const path = join(server.platform.config.dataFolder, fileName);
  writeFileSync(path, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return path;
}

async function run(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const sink = (of: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts[of] += chunk.toString();
        done();
      },
    });
  const code = await runCommandLine({
    words: ['tiers', ...words],
    environment: { PERENNIAL_DATA: server.platform.config.dataFolder },
    stdout: sink('out'),
    stderr: sink('err'),
    now: () => performance.now(),
    signal: new AbortController().signal,
    version: 'test',
  });
  return { code, ...texts };
}

async function levels(): Promise<readonly unknown[]> {
  const answers = await Promise.all(
    memberIds.map((memberId) => server.administrator.tiers.ofMember({ params: { memberId } })),
  );
  return answers.map(({ sets }) => sets.find(({ tierSet }) => tierSet === 'main')?.level ?? null);
}

describe('levels from another system', () => {
  it('are only looked at in a dry run, which says what would come', async () => {
    const { code, out } = await run('import', file('levels.jsonl', rows()), '--dry-run', '--total', 'main=2');
    expect([code, out]).toEqual([0, expect.stringContaining('2 members (as stated); 0 is there, 2 would come in')]);
    expect(await levels()).not.toContain('gold');
  });

  it('stay out where their number is not the stated one, or one row cannot be taken', async () => {
    const good = file('levels.jsonl', rows());
    expect(await run('import', good, '--total', 'main=3')).toMatchObject({
      code: 1,
      err: expect.stringContaining('opening.total_mismatch') as unknown,
    });
    const bad = file('bad.jsonl', [...rows(), { member: 'phone:+8613907157777', set: 'main', level: 'gold', since }]);
    expect((await run('import', bad, '--total', 'main=3')).err).toContain('opening.rows_refused');
    const twice = file('twice.jsonl', [...rows(), { ...rows()[0], level: 'silver' }]);
    expect((await run('import', twice, '--total', 'main=3')).err).toContain('/rows/2: request.invalid');
    expect((await run('import', good)).code).toBe(2);
    expect((await run('import', file('odd.csv', ['member,set,colour', 'a,main,red']), '--dry-run')).err).toContain(
      'colour',
    );
    expect(await levels()).not.toContain('gold');
  });

  it('come in whole, and once', async () => {
    const path = file('levels.jsonl', rows());
    expect(await run('import', path, '--total', 'main=2')).toMatchObject({ code: 0 });
    expect(await levels()).toEqual(['gold', 'silver']);
    const again = await run('import', path, '--total', 'main=2');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('2 was there, 0 came in')]);
    expect(again.out).toContain('Brought in nothing: all 2 rows were there already.');
  });

  it('go out as they came in, by either form of a file', async () => {
    const out = join(server.platform.config.dataFolder, 'out.jsonl');
    expect((await run('export', '--out', out)).out).toContain('--total main=2');
    const written = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(written).toHaveLength(2);
    expect(written).toEqual(expect.arrayContaining(rows()));
    const table = join(server.platform.config.dataFolder, 'out.csv');
    await run('export', '--set', 'main', '--out', table);
    const again = await run('import', table, '--total', 'main=2');
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('2 was there, 0 came in')]);
    expect((await run('export', '--set', 'other')).out).toBe('');
  });

  it('are taken over HTTP by who may open wallets, and not by who may adjust them', async () => {
    const body = { rows: [{ member: `phone:${phone}`, set: 'main', level: 'gold', since }], totals: { main: 1 } };
    const adjuster = await server.clientWithScopes('wallet.adjust', 'members.read');
    expect(await codeOf(adjuster.openings.takeLevels({ body }))).toBe('auth.forbidden');
    const mover = await server.clientWithScopes('wallet.open', 'members.read');
    const report = await mover.openings.takeLevels({ body: { ...body, isDryRun: true } });
    expect(report).toMatchObject({ isTaken: false, rows: 1 });
  });
});
