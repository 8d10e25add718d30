import { digestOf, facets } from '@perennial/domain';
import { findSuspectEntries } from '@perennial/postgres/wallets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkWallets } from '../use-cases/operation/check-wallets.ts';
import { lookAtNext } from '../use-cases/wallets/proof/prove-in-background.ts';
import { proveWallets } from '../use-cases/wallets/proof/prove-wallets.ts';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let memberId: string;
const tables = facets.rowKinds.flatMap(({ facet, kind }) => (facet.name === 'wallets' ? [kind.table] : []));

const database = () => server.platform.database;
const shardCount = () => server.platform.installation.shard_count;
const prove = () => proveWallets(database(), { shardCount: shardCount() });

beforeAll(async () => {
  server = await startWalletServer();
  ({ memberId } = server);
  const { wallets } = server.administrator;
  const params = { memberId, wallet: 'points' };
  const lots = [{ units: 100 }, { units: 50, waits: 'hand' as const }];
  const openedAt = server.inHours(-1);
  await wallets.open({
    params,
    body: { openedAt, reference: 'old 1'.replace(' ', '-'), lots },
    idempotencyKey: nextKey(),
  });
  await wallets.redeem({ params, body: { units: 30, reason: 'gift' }, idempotencyKey: nextKey() });
  await wallets.hold({ params, body: { units: 20, hold: 'b1', minutes: 60 }, idempotencyKey: nextKey() });
  const transfer = { to: 'phone:+8613900139000', units: 10 };
  await wallets.transfer({ params, body: transfer, idempotencyKey: nextKey() });
  for (const table of tables) await database().run(`create table kept_${table} as select * from ${table}`);
});
afterAll(() => server?.close());

async function restore(): Promise<void> {
  for (const table of tables)
    await database().run(`delete from ${table}; insert into ${table} select * from kept_${table}`);
}

/** Breaks rows as nobody may, says what the proof says of them, and mends them. */
async function foundAfter(sql: string): Promise<readonly string[]> {
  await database().run(`
    alter table wallet_entry drop constraint if exists wallet_entry_check;
    alter table wallet_account drop constraint if exists wallet_account_check;
    ${sql}`);
  const { problems } = await prove();
  await restore();
  expect(problems.every((one) => one.wallet === 'points')).toBe(true);
  return problems.map(({ check, detail }) => `${check}: ${detail}`);
}

const hers = () => `member_id = '${memberId}' and wallet = 'points'`;

describe('the proof of wallets', () => {
  it('finds nothing where all of it holds, and says how much it looked at', async () => {
    expect(await prove()).toMatchObject({ shards: 4, entries: 5, accounts: 2, problems: [], resourceProblems: [] });
  });

  it('finds a balance that is not the sum of its entries and lots', async () => {
    expect(await foundAfter(`update wallet_account set posted = posted + 1 where ${hers()}`)).toEqual([
      'sums: the balance is 111, not 110; the balance by lots is 111, not 110',
    ]);
  });

  it('finds what waits, is held or was spent and is told otherwise', async () => {
    expect(await foundAfter(`update wallet_account set pending = 49, held = 21, spent = 29 where ${hers()}`)).toEqual([
      'sums: what waits is 49, not 50; what is held by lots is 21, not 20; what is held by holds is 21, not 20; what was spent is 29, not 30',
    ]);
    expect(await foundAfter(`update wallet_hold set units = 19 where ${hers()}`)).toEqual([
      expect.stringContaining('what is held by holds'),
    ]);
  });

  it('finds units of a lot that came from nowhere, and a lot that is gone', async () => {
    expect(await foundAfter(`update wallet_lot set remaining = remaining + 5 where ${hers()} and lot = 1`)).toEqual([
      'sums: the balance by lots is 110, not 115',
    ]);
    expect(await foundAfter(`delete from wallet_lot where ${hers()} and lot = 2`)).toEqual([
      expect.stringContaining('the last lot is 2, not 1'),
    ]);
  });

  it('finds an entry that was taken away, wherever it stood', async () => {
    expect(await foundAfter(`delete from wallet_entry where ${hers()} and sequence = 2`)).toEqual([
      expect.stringContaining('sums: the balance is 110, not 60'),
      'chain: entry 3 follows 1',
    ]);
    expect(await foundAfter(`delete from wallet_entry where ${hers()} and sequence = 4`)).toEqual([
      expect.stringContaining('the number of entries is 4, not 3'),
      'chain: its last digest is not that of entry 4',
    ]);
  });

  it('finds entries that were changed and agree in their sums', async () => {
    for (const change of [
      `reason = 'other'`,
      `at = at + 0, rule = 'x'`,
      `source = 'fact'`,
      `lots = '[[2,30]]'`,
      `cause_position = cause_position + 1`,
    ])
      expect(await foundAfter(`update wallet_entry set ${change} where ${hers()} and sequence = 3`)).toEqual([
        'chain: the digest of entry 3 is not that of what it says',
      ]);
    const swapped = `update wallet_entry set units = units + case sequence when 1 then 1 else -1 end,
      balance_after = balance_after + case sequence when 1 then 1 else 0 end where ${hers()} and sequence in (1, 2)`;
    expect(await foundAfter(swapped)).toEqual([
      'chain: the digest of entry 1 is not that of what it says',
      'chain: the digest of entry 2 is not that of what it says',
    ]);
  });

  it('finds a balance after an entry that does not follow, and a movement without the member', async () => {
    expect(await foundAfter(`update wallet_entry set balance_after = 1 where ${hers()} and sequence = 2`)).toEqual([
      'chain: the balance after entry 2 is 1, not 150',
      'chain: the balance after entry 3 is 120, not -29',
    ]);
    expect(await foundAfter(`update wallet_entry set debit = 'issuance' where ${hers()} and sequence = 4`)).toEqual([
      expect.stringContaining('entries with the member on both sides or on none is 1, not 0'),
      expect.stringContaining('digest of entry 4'),
    ]);
  });

  it('finds entries that have no account', async () => {
    expect(await foundAfter(`delete from wallet_account where ${hers()}`)).toEqual([
      'sums: there is no account for 4 entries and lots of 110',
    ]);
  });

  const hostile = {
    wallet: 'points',
    sequence: 1,
    kind: 'earn',
    debit: 'issuance',
    credit: 'member',
    units: 9_007_199_254_740_991,
    balanceAfter: 9_007_199_254_740_991,
    at: 0,
    lots: '[[1,2]]',
    reverses: null,
    source: '\u2028 </script> \u0001\u007f',
    rule: '积分 🎁 é',
    programVersion: 1,
    reason: '"quoted" back\\slash / tab\t line\n\r\b\f',
    causeKind: 'fact',
    causePosition: 1,
    causeAt: 0,
  } as const;

  async function insertEntry(entry: Parameters<typeof digestOf>[1], digest: string): Promise<void> {
    const { source, rule, reason, units, lots } = entry;
    await database().execute(
      {
        name: 'test_hostile_entry',
        text: `insert into wallet_entry (shard, member_id, wallet, sequence, kind, debit, credit, units, balance_after, at, lots,
                 reverses, source, source_id, rule, program_version, reason, cause_kind, cause_position, cause_at, digest)
               values (3, $1::uuid, 'points', 1, 'earn', 'issuance', 'member', $2, $2, 0, $3, null, $4, '', $5, 1, $6, 'fact', 1, 0, $7)`,
      },
      [crypto.randomUUID(), units, lots, source, rule, reason, digest],
    );
  }

  it('makes digests as the domain does, whatever stands in a text', async () => {
    await insertEntry(hostile, digestOf('', hostile));
    expect(await findSuspectEntries(database(), 3, 10)).toEqual([]);
    await restore();
  });

  it('finds texts that were changed to what JSON makes of others, or that lie across two columns', async () => {
    const plain = { ...hostile, source: 'fact', rule: 'base', reason: '' };
    const forged = [
      [
        { ...plain, rule: 'a\\b' },
        { ...plain, rule: 'a\\\\b' },
      ],
      [
        { ...plain, source: 'a', rule: 'b","c' },
        { ...plain, source: 'a', rule: 'b\\",\\"c' },
      ],
      [
        { ...plain, reason: 'a\nb' },
        { ...plain, reason: 'a\\nb' },
      ],
    ] as const;
    for (const [first, second] of forged) await insertEntry(second, digestOf('', first));
    expect(await findSuspectEntries(database(), 3, 10)).toHaveLength(forged.length);
    await restore();
  });

  it('finds a budget of which more was granted than there is', async () => {
    await database().run(`insert into resource_total (key, units) values ('budget/x', 100);
      insert into resource_slice (shard, key, available) values (0, 'budget/x', 60), (1, 'budget/x', 39)`);
    const { resources, resourceProblems } = await prove();
    expect([resources, resourceProblems]).toEqual([
      1,
      [{ resource: 'budget/x', detail: '99 are left and 0 were granted of 100' }],
    ]);
    await database().run(`delete from resource_total; delete from resource_slice where key = 'budget/x'`);
  });
});

describe('the look in the background', () => {
  const looked: string[] = [];
  const look = (everyMs: number) =>
    lookAtNext({
      database: database(),
      shardCount: shardCount(),
      now: server.platform.clock.now,
      report: (message) => void looked.push(message),
      everyMs,
    });
  const check = () => checkWallets({ ...server.platform, database: database() });

  it('goes once over every shard, and then rests', async () => {
    expect(await check()).toMatchObject({ verdict: 'ok', detail: expect.stringContaining('not looked at yet') });
    for (let shard = 0; shard < shardCount(); shard += 1) expect(await look(60_000)).toBeGreaterThan(0);
    expect(await look(60_000)).toBe(null);
    expect(looked).toEqual([]);
    expect(await server.administrator.wallets.proof()).toMatchObject({
      shards: 4,
      shardsProven: 4,
      entries: 5,
      problems: 0,
    });
    expect(await check()).toMatchObject({
      verdict: 'ok',
      detail: expect.stringContaining('5 entries of 4 of 4 shards hold'),
    });
  });

  it('tells of what does not hold, in the log, by the doctor, by the metrics and to who may adjust', async () => {
    await database().run(`update wallet_account set posted = posted + 1 where ${hers()}; delete from wallet_proof`);
    for (let shard = 0; shard < shardCount(); shard += 1) await look(60_000);
    expect(looked).toEqual([expect.stringContaining(`points of ${memberId}`)]);
    expect(await check()).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining('the balance is 111') });
    const { problems, examples } = await server.administrator.wallets.proof();
    expect([problems, examples[0]]).toMatchObject([1, { memberId, wallet: 'points', check: 'sums' }]);
    const metrics = await (await fetch(`${server.address}/metrics`)).text();
    expect(metrics).toContain('perennial_wallet_problems 1');
  });
});
