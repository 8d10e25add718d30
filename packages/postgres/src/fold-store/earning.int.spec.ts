import { createDefaultProgram, type FactPayload, type ProgramDocuments } from '@perennial/domain';
import { foldBatch, foldDue, undoMerge, verifyReplay, type MemberPlace, type Programs } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMergeStore } from '../stores/merge-store.ts';
import { placeOf } from '../testing/command-fixtures.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

/*
 * What members earn, on the real store: whatever is done, what is stored is what a replay of the log gives (E2), and the values are those
 * that the test has worked out.
 */

const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const name = { en: 'Name', zh: '名称' };
/** Orders of just this amount earn more. */
const rareMinor = 30_001;
const onOrders = { name, on: { kind: 'order' }, wallet: 'points' };

function program(): ProgramDocuments {
  const award = { kind: 'rate', perMinor: 1_000, units: 1 };
  return {
    ...createDefaultProgram(),
    'wallets/points.json': { id: 'points', name, kind: 'points', shortfall: { kind: 'debt' } },
    'earning/base.json': {
      ...onOrders,
      id: 'base',
      award,
      caps: [{ per: 'member', period: 'ever', units: 40 }],
    },
    'earning/shared.json': {
      ...onOrders,
      id: 'shared',
      award: { kind: 'fixed', units: 7 },
      what: { field: 'order.amount', operator: '=', value: rareMinor },
      caps: [{ per: 'rule', period: 'ever', units: 10 }],
    },
  };
}

const prepare = createPreparer();
let installation: FoldInstallation;
let programs: Programs;
const startedAt = Date.now();

beforeAll(async () => {
  installation = await createFoldInstallation(program());
  programs = await installation.createPrograms();
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;

async function send(about: readonly string[], type: string, payload: FactPayload): Promise<MemberPlace> {
  serial += 1;
  const identities = about.map((one) => ({ type: 'card_no', value: `card-of-${one}` }));
  const said = { messageId: `m${serial}`, type, identities, payload: JSON.stringify(payload) };
  const [verdict] = await installation.append([prepare({ ...said, occurredAt: startedAt - 1_000 })]);
  return placeOf(verdict);
}

const lines = [
  { lineId: 'a', productId: 'serum', amountMinor: 20_000 },
  { lineId: 'b', productId: 'comb', amountMinor: 10_000 },
];
const buys = (about: string, orderId: string, amountMinor = 30_000) =>
  send([about], 'order.placed', { orderId, amountMinor, lines });
const returns = (about: string, orderId: string, lineId: string) =>
  send([about], 'order.refunded', {
    orderId,
    refundId: `r-${orderId}-${lineId}`,
    lines: lines.filter((line) => line.lineId === lineId),
  });

async function fold(stepsMax = 1_000): Promise<void> {
  const { store } = installation;
  while ((await foldBatch(store, programs, { shards, stepsMax })).steps > 0);
  const seals = await store.seal(shards);
  while ((await foldDue(store, programs, { seals, membersMax: 100 })).members > 0);
}

async function pointsOf({ id }: MemberPlace): Promise<number> {
  const text = 'select posted from wallet_account where member_id = $1';
  const [row] = await installation.database.rows<{ posted: string }>({ name: 'test_points', text }, [id]);
  return Number(row?.posted ?? 0);
}

async function replayDiffers() {
  return (await verifyReplay(installation.store, programs, { shardCount: testShardCount })).examples;
}

describe('what is earned in the store', () => {
  it('follows orders and their refunds, however the log is cut', async () => {
    const ann = await buys('ann', 'a1');
    await returns('ann', 'a2', 'a');
    await fold(1);
    expect(await pointsOf(ann)).toBe(30);
    await buys('ann', 'a2');
    await returns('ann', 'a1', 'b');
    await fold();
    // Of the second order a line is left, of which all fits the limit of forty; of the first one line came back.
    expect(await pointsOf(ann)).toBe(30);
    await returns('ann', 'a1', 'a');
    await returns('ann', 'a2', 'b');
    await fold();
    expect([await pointsOf(ann), await replayDiffers()]).toEqual([0, []]);
  });

  it('is shared by everybody where the program says so, and given back', async () => {
    const bob = await buys('bob', 'b1', rareMinor);
    await fold();
    const cat = await buys('cat', 'c1', rareMinor);
    await fold();
    expect([await pointsOf(bob), await pointsOf(cat)]).toEqual([37, 33]);
    for (const line of ['a', 'b']) await returns('bob', 'b1', line);
    await fold();
    const dan = await buys('dan', 'd1', rareMinor);
    await fold();
    expect([await pointsOf(bob), await pointsOf(dan)]).toEqual([0, 37]);
    expect(await replayDiffers()).toEqual([]);
  });

  it('goes with members who are one, and two again', async () => {
    const eve = await buys('eve', 'e1');
    const fay = await buys('fay', 'f1');
    const both = await send(['eve', 'fay'], 'page.viewed', {});
    await fold();
    expect([await pointsOf(both), await replayDiffers()]).toEqual([60, []]);
    const merges = createMergeStore(installation.database);
    const [merge] = await merges.readMergesOf([both]);
    await undoMerge({ store: merges, signal: () => undefined }, merge?.mergeId ?? '', 'li');
    await fold();
    expect([await pointsOf(eve), await pointsOf(fay)]).toEqual([30, 30]);
    for (const [who, order] of [
      ['eve', 'e1'],
      ['fay', 'f1'],
    ] as const)
      for (const line of ['a', 'b']) await returns(who, order, line);
    await fold();
    expect([await pointsOf(eve), await pointsOf(fay), await replayDiffers()]).toEqual([0, 0, []]);
  });
});
