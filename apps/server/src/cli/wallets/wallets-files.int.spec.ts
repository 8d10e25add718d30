import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../serving/testing/served-platform.ts';
import { startWalletServer } from '../../serving/testing/wallet-server.ts';
import type { WalletServer } from '../../serving/testing/wallet-server.ts';
import { runCommandLine } from '../run.ts';

let server: WalletServer;
const phones = ['+8613907150511', '+8613907150512', '+8613907150513'] as const;
const ids: string[] = [];

const openedAt = '2026-01-01T00:00:00.000Z';
const later = '2098-06-30T16:00:00.000Z';

const path = (name: string) => join(server.platform.config.dataFolder, name);

function file(name: string, lines: readonly (object | string)[]): string {
  writeFileSync(
    path(name),
    `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`,
  );
  return path(name);
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
    words: ['wallets', ...words],
    environment: { PERENNIAL_DATA: server.platform.config.dataFolder },
    stdout: sink('out'),
    stderr: sink('err'),
    now: () => performance.now(),
    signal: new AbortController().signal,
    version: 'test',
  });
  return { code, ...texts };
}

async function balances(): Promise<readonly number[]> {
  const answers = await Promise.all(
    phones.map((phone) => server.administrator.wallets.ofMember({ params: { memberId: `phone:${phone}` } })),
  );
  return answers.map(({ wallets }) => wallets.find(({ wallet }) => wallet === 'points')?.balance ?? -1);
}

/** As it comes out again: by member, wallet and lot. */
function lots(): readonly object[] {
  const fixed = { wallet: 'points', reference: 'old-crm', openedAt };
  const rows = [
    { member: ids[0], ...fixed, units: 500, startsAt: openedAt, expiresAt: later },
    {
      member: ids[0],
      ...fixed,
      units: 70,
      startsAt: openedAt,
      expiresAt: null,
      costMinor: 35,
      priority: 2,
      scope: { stores: ['s1'] },
    },
    { member: ids[1], ...fixed, units: 20, startsAt: openedAt, expiresAt: null, waits: 'hand' },
    { member: ids[2], ...fixed, units: 1_000, startsAt: openedAt, expiresAt: null, lotClass: 'principal' },
  ];
  return rows;
}

/** Rows and their names in one order. */
function sorted(rows: readonly object[]): readonly string[] {
  return rows
    .map((row) => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => one.localeCompare(other))))
    .toSorted();
}

beforeAll(async () => {
  server = await startWalletServer();
  await server.send(
    phones.map((phone, n) => ({
      messageId: `in-${n}`,
      type: 'member.registered',
      occurredAt: new Date().toISOString(),
      identities: { phone },
      payload: {},
    })),
  );
  await server.caughtUp();
  for (const phone of phones) {
    const { memberId } = await server.administrator.wallets.ofMember({ params: { memberId: `phone:${phone}` } });
    ids.push(memberId);
  }
});
afterAll(() => server?.close());

describe('a file of opening balances', () => {
  it('says in a dry run what is there and what would come, and brings in nothing', async () => {
    const name = file('dry.ndjson', lots());
    const { code, out } = await run('import', name, '--dry-run', '--total', '1590');
    expect([code, out]).toEqual([0, expect.stringContaining('0 is there, 1,590 would come in')]);
    expect(await balances()).toEqual([0, 0, 0]);
  });

  it('is not taken without a total, nor with one that it does not sum to', async () => {
    const name = file('dry.ndjson', lots());
    expect((await run('import', name)).code).toBe(2);
    const { code, err } = await run('import', name, '--total', '1591');
    expect([code, err]).toEqual([1, expect.stringContaining('rows sum to 1590, the total is 1591')]);
    expect((await run('import', name, '--dry-run', '--total', '1591')).code).toBe(1);
    expect(await balances()).toEqual([0, 0, 0]);
  });

  it.each([
    ['nobody that is known', { member: 'phone:+8613907150599' }, 'member.not_found'],
    ['a wallet that there is not', { wallet: 'stars' }, 'wallet.unknown'],
    ['units that have expired', { expiresAt: '2026-02-01T00:00:00Z' }, 'expiry.passed'],
    ['an opening that is to come', { openedAt: '2097-01-01T00:00:00Z' }, 'opening.not_yet'],
  ])('is not taken at all with a row of %s', async (_, change, reason) => {
    const bad = { ...lots()[0], member: ids[1], reference: 'bad', ...change };
    const name = file('bad.ndjson', [...lots(), bad]);
    const totals = 'wallet' in change ? ['--total', 'points=1590', '--total', 'stars=500'] : ['--total', '2090'];
    const { code, err } = await run('import', name, ...totals);
    expect([code, err]).toEqual([1, expect.stringContaining(reason)]);
    expect((await run('import', name, '--dry-run', ...totals)).out).toContain(`row 5, `);
    expect(await balances()).toEqual([0, 0, 0]);
  });

  it('is refused with its line where a row is none, or a column is not known', async () => {
    const name = file('odd.csv', [
      'member,wallet,reference,openedAt,units,expires',
      `${ids[0]},points,x,${openedAt},5,`,
    ]);
    expect((await run('import', name, '--total', '5')).err).toContain('line 1: expires: there is no such column');
    const half = file('half.csv', ['member,wallet,reference,openedAt,units', `${ids[0]},points,x,${openedAt},1.5`]);
    expect((await run('import', half, '--total', '5')).err).toContain('line 2: units');
  });

  it('comes in whole, and goes out as it came in', async () => {
    const name = file('all.ndjson', lots());
    const { code, out: told } = await run('import', name, '--total', '1590');
    expect([code, told]).toEqual([0, expect.stringMatching(/^Brought in 4 of 4 rows\.\n/)]);
    expect(await balances()).toEqual([570, 20, 1_000]);
    const { wallets } = await server.administrator.wallets.ofMember({ params: { memberId: ids[0] ?? '' } });
    expect(wallets.find(({ wallet }) => wallet === 'points')?.openedAt).toBe(openedAt);
    const { out } = await run('export');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(sorted(lines)).toEqual(sorted(lots()));
  });

  it('brings in nothing when it is sent again, also as the table that was written out', async () => {
    const again = await run('import', path('all.ndjson'), '--total', '1590');
    expect(again.out).toContain('Brought in nothing: all 4 rows were there already.');
    expect(again.out).toContain('1,590 was there, 0 came in');
    const table = path('all.csv');
    expect((await run('export', '--out', table)).out).toContain('--total points=1590');
    expect(readFileSync(table, 'utf8').split('\r\n')).toHaveLength(6);
    expect((await run('import', table, '--total', 'points=1590')).out).toContain('1,590 was there, 0 came in');
    expect(await balances()).toEqual([570, 20, 1_000]);
  });

  it('says how many of its rows are new, and how many were there', async () => {
    const name = file('some.ndjson', [...lots(), { ...lots()[0], reference: 'newer', units: 5 }]);
    const { out } = await run('import', name, '--dry-run', '--total', '1595');
    expect(out).toContain('Dry run of 5 rows, 1 of them new: nothing was brought in.');
    const rows = [{ ...lots()[2], member: ids[0] ?? '', wallet: 'growth', units: 5, waits: undefined }, lots()[2]];
    const both = file('both.ndjson', rows as object[]);
    const taken = await run('import', both, '--total', 'growth=5', '--total', 'points=20');
    expect(taken.out).toContain('Brought in 1 of 2 rows; there already: 1.');
    const { rows: acts } = await server.platform.database.pool.query<{ reason: string }>(
      "select reason from audit_log where action = 'wallet.openings_taken' order by id desc limit 1",
    );
    expect(acts).toEqual([{ reason: '2 rows: 1 new, 1 there before' }]);
  });

  it('is refused where it says something else under the same reference', async () => {
    const name = file('more.ndjson', [{ ...lots()[0], units: 501 }]);
    expect((await run('import', name, '--total', '501')).err).toContain('wallet.opened');
    expect(await balances()).toEqual([570, 20, 1_000]);
  });
});

describe('what members owe', () => {
  const phone = '+8613907150514';
  let member: string;
  const fixed = () => ({ member, wallet: 'points', openedAt });
  const owes = (more: object = {}) => ({ ...fixed(), reference: 'owed', units: -1_200, ...more });
  const ofHers = async () => {
    const text = 'select wallet, posted, debt from wallet_account where member_id = $1 order by wallet';
    const { rows } = await server.platform.database.pool.query<Record<string, string>>(text, [member]);
    return rows.map(({ wallet, posted, debt }) => `${wallet} ${posted} owes ${debt}`);
  };

  beforeAll(async () => {
    const occurredAt = new Date().toISOString();
    const registered = { type: 'member.registered', occurredAt, identities: { phone }, payload: {} };
    await server.send([{ messageId: 'in-debt', ...registered }]);
    await server.caughtUp();
    const found = await server.administrator.wallets.ofMember({ params: { memberId: `phone:${phone}` } });
    member = found.memberId;
  });

  it('has no terms of a lot', async () => {
    for (const more of [{ startsAt: openedAt }, { expiresAt: null }, { waits: 'hand' }, { units: 0 }, { costMinor: 1 }])
      expect((await run('import', file('terms.ndjson', [owes(more)]), '--total', '1')).err).toContain('line 1: ');
  });

  it('is told in a dry run, comes in once, and takes what is there first', async () => {
    const lot = { ...fixed(), reference: 'had', units: 1_000 };
    expect((await run('import', file('had.ndjson', [lot]), '--total', '1000')).code).toBe(0);
    const name = file('owed.ndjson', [owes()]);
    const { code, out } = await run('import', name, '--dry-run', '--total', 'points=-1200');
    expect([code, out]).toEqual([0, expect.stringContaining('0 is there, -1,200 would come in')]);
    expect((await run('import', name, '--total', '1200')).code).toBe(1);
    expect((await run('import', name, '--total=-1200')).out).toContain('0 was there, -1,200 came in');
    expect((await run('import', name, '--total=-1200')).out).toContain('-1,200 was there, 0 came in');
    expect(await ofHers()).toEqual(['points -200 owes 200']);
  });

  it('goes out with the lots, and comes in elsewhere as it went out', async () => {
    const table = path('owing.csv');
    expect((await run('export', '--out', table)).out).toContain('--total points=1390');
    const elsewhere = readFileSync(table, 'utf8')
      .replaceAll('points', 'growth')
      .split('\r\n')
      .filter((line, n) => n === 0 || line.includes(member));
    expect(elsewhere).toHaveLength(2);
    const name = path('elsewhere.csv');
    writeFileSync(name, elsewhere.join('\r\n'));
    expect((await run('import', name, '--total=-200')).code).toBe(0);
    const { out } = await run('export', '--wallet', 'growth');
    const row = { member, wallet: 'growth', reference: 'perennial', openedAt: expect.any(String), units: -200 };
    const hers = out.split('\n').filter((line) => line.includes(member));
    expect(hers.map((line) => JSON.parse(line) as unknown)).toEqual([row]);
    const pays = file('pays.ndjson', [owes({ reference: 'pays', units: 200 })]);
    expect((await run('import', pays, '--total', '200')).code).toBe(0);
    expect(await ofHers()).toEqual(['growth -200 owes 200', 'points 0 owes 0']);
  });
});

describe('opening balances over HTTP', () => {
  const row = () => ({ member: `phone:${phones[1]}`, wallet: 'points', reference: 'till', openedAt, units: 30 });
  const take = (totals: Readonly<Record<string, number>>, isDryRun = false) =>
    server.administrator.openings.take({ body: { rows: [row()], totals, isDryRun } });

  it('need a total of each wallet', async () => {
    expect(await codeOf(take({}))).toBe('opening.total_mismatch');
    expect(await codeOf(take({ points: 30, growth: 1 }))).toBe('opening.total_mismatch');
    expect(await balances()).toEqual([570, 20, 1_000]);
  });

  it('are told before and taken once, whoever was merged in between', async () => {
    const dry = await take({}, true);
    expect(dry).toMatchObject({
      isTaken: false,
      sums: [{ wallet: 'points', units: 30, total: null, members: 1, there: 0, comes: 30 }],
      differences: [{ memberId: ids[1], balance: 20, there: 0, comes: 30 }],
      refused: [],
    });
    expect(await take({ points: 30 })).toMatchObject({ isTaken: true });
    expect(await balances()).toEqual([570, 50, 1_000]);
    const body = { absorb: ids[1] ?? '', reason: 'the same' };
    await server.administrator.members.merge({ params: { memberId: ids[0] ?? '' }, body });
    await take({ points: 30 });
    expect(await balances()).toEqual([620, 620, 1_000]);
  });
});

describe('units that were earned here', () => {
  it('leave with the instant at which they left, so that no order of before earns again elsewhere', async () => {
    const before = Date.now();
    await server.administrator.wallets.adjust({
      params: { memberId: ids[2] ?? '', wallet: 'points' },
      body: { units: 5, reason: 'goodwill' },
      idempotencyKey: 'left-1',
    });
    const { out } = await run('export');
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, string>>)
      .filter(({ member }) => member === ids[2]);
    const opened = new Map(rows.map((row) => [row['reference'], row['openedAt'] ?? '']));
    expect(opened.get('old-crm')).toBe(openedAt);
    expect(Date.parse(opened.get('perennial') ?? '')).toBeGreaterThanOrEqual(before);
  });
});

describe('any opening balances', () => {
  const begins = '2097-02-28T16:00:00.000Z';
  const openings = fc.array(
    fc.record(
      {
        // Of the second one the first has taken everything.
        member: fc.constantFrom(0, 2),
        units: fc.integer({ min: 1, max: 1_000_000 }),
        startsAt: fc.constantFrom(openedAt, '2025-03-31T16:00:00.000Z', begins),
        expiresAt: fc.constantFrom(null, later, '2098-12-31T15:59:59.999Z'),
        waits: fc.constant('hand'),
        lotClass: fc.constantFrom('principal', 'bonus'),
        costMinor: fc.integer({ min: 0, max: 1_000_000 }),
        priority: fc.constantFrom(-1_000, -1, 1, 7, 1_000),
      },
      { requiredKeys: ['member', 'units', 'startsAt', 'expiresAt'] },
    ),
    { minLength: 1, maxLength: 30 },
  );

  it('go out as they came in, and what went out brings in nothing', async () => {
    let turn = 0;
    const isTheirs = (row: object) => 'reference' in row && row.reference === `turn-${turn}`;
    await fc.assert(
      fc.asyncProperty(openings, async (told) => {
        turn += 1;
        const rows = told.map(({ member, ...lot }) => ({
          member: ids[member],
          wallet: 'points',
          reference: `turn-${turn}`,
          openedAt,
          ...lot,
        }));
        const total = rows.reduce((sum, { units }) => sum + units, 0);
        const name = file('any.ndjson', rows);
        expect(await run('import', name, '--total', String(total))).toMatchObject({ code: 0 });
        const { out } = await run('export');
        const lines = out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as object)
          .filter(isTheirs);
        // Units that are to begin wait for it, also where the row did not say so.
        const meant = rows.map((row) => (row.startsAt === begins ? { waits: 'time', ...row } : row));
        expect(sorted(lines)).toEqual(sorted(meant));
        const again = await run('import', file('again.ndjson', lines), '--total', String(total));
        expect(again.out).toContain('0 came in');
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 180_000);
});
