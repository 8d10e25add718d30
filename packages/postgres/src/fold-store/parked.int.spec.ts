import type { MemberId } from '@perennial/domain';
import {
  foldBatch,
  foldDue,
  retryParked,
  undoMerge,
  verifyReplay,
  type AppendVerdict,
  type Programs,
} from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listParked } from '../sql/workers/parked-members.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const allShards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();
let installation: FoldInstallation;
let programs: Programs;

beforeAll(async () => {
  installation = await createFoldInstallation();
  programs = await installation.createPrograms();
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;
const phoneOf = (person: number) => ({ type: 'phone', value: `+861381${String(person).padStart(7, '0')}` });

function order(person: number, payload?: string) {
  serial += 1;
  const sound = JSON.stringify({ orderId: `o-${serial}`, amountMinor: 12_300, currency: 'CNY', lines: [] });
  return prepare({
    messageId: `m-${serial}`,
    type: 'order.placed',
    payload: payload ?? sound,
    identities: [phoneOf(person)],
    occurredAt: Date.now() - serial * 60_000,
  });
}

function attributes(person: number, payload: string) {
  serial += 1;
  return prepare({ messageId: `m-${serial}`, type: 'attributes.changed', payload, identities: [phoneOf(person)] });
}

function keyOf(verdict: AppendVerdict | undefined): { shard: number; id: MemberId } {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return { shard: verdict.shard, id: verdict.memberId };
}

async function foldAll(): Promise<void> {
  for (;;) {
    const batch = await foldBatch(installation.store, programs, { shards: allShards, stepsMax: 1_000 });
    if (batch.steps === 0) return;
  }
}

async function orderCount(key: { shard: number; id: MemberId }): Promise<number> {
  const [row] = await installation.database.rows<{ count: number }>(
    { name: 'test_orders_of', text: 'select count(*) as count from member_order where shard = $1 and member_id = $2' },
    [key.shard, key.id],
  );
  return row?.count ?? 0;
}

const parkedIds = async () => (await listParked(installation.database, 100)).map((row) => row.member_id);
const verify = () => verifyReplay(installation.store, programs, { shardCount: testShardCount });

/** Stands for a release that can read what the last one could not. */
async function mend(payload: string, sound: string): Promise<void> {
  await installation.database.rows(
    { name: 'test_mend', text: 'update fact set payload = $2 where payload = $1 returning position' },
    [payload, sound],
  );
}

describe('a parked member', () => {
  it('is taken up again with all that waited in her log, and everybody is what the log says (E2, E4)', async () => {
    const broken = '{"orderId":';
    const [bad] = await installation.append([order(1), order(1, broken), order(1), order(2)]);
    await foldAll();
    await installation.append([order(1), order(2)]);
    await foldAll();
    const key = keyOf(bad);
    expect(await parkedIds()).toEqual([key.id]);
    expect(await orderCount(key)).toBe(0);

    expect(await retryParked(installation.store, programs, key)).toBe('parked');
    expect(await parkedIds()).toEqual([key.id]);
    await mend(broken, '{"orderId":"mended","amountMinor":5,"lines":[]}');
    expect(await retryParked(installation.store, programs, key)).toBe('folded');
    expect(await parkedIds()).toEqual([]);
    expect(await orderCount(key)).toBe(4);
    expect(await retryParked(installation.store, programs, key)).toBe('not parked');
    await installation.append([order(1)]);
    await foldAll();
    expect(await orderCount(key)).toBe(5);
    expect((await verify()).examples).toEqual([]);
  });

  it('does not hold up the others when it is a row of hers that the store refuses', async () => {
    const unstorable = '{"attributes":{"a\\u0000b":"c"}}';
    const verdicts = await installation.append([order(3), attributes(3, unstorable), order(4), order(5)]);
    await foldAll();
    const [bad, , good, other] = verdicts.map(keyOf);
    if (bad === undefined || good === undefined || other === undefined) throw new Error('three members');
    expect(await parkedIds()).toEqual([bad.id]);
    expect([await orderCount(bad), await orderCount(good), await orderCount(other)]).toEqual([0, 1, 1]);

    expect(await retryParked(installation.store, programs, bad)).toBe('parked');
    await mend(unstorable, '{"attributes":{"ab":"c"}}');
    expect(await retryParked(installation.store, programs, bad)).toBe('folded');
    expect(await orderCount(bad)).toBe(1);
    expect((await verify()).examples).toEqual([]);
  });

  it('does not hold up others who are due when her state cannot be read', async () => {
    const [bad, good] = (await installation.append([order(7), order(8)])).map(keyOf);
    if (bad === undefined || good === undefined) throw new Error('two members');
    await foldAll();
    const dueAt = Date.now() + 30 * 86_400_000;
    await installation.database.run(
      `create table mended as select state from member where id = '${bad.id}'; update member set state = '\\xff' where id = '${bad.id}'`,
    );
    const seals = [...new Set([bad.shard, good.shard])].map((shard) => ({ shard, position: 0, sealedAt: dueAt }));
    const due = await foldDue(installation.store, programs, { seals, membersMax: 1_000 });
    expect(due.members).toBeGreaterThan(0);
    expect(await parkedIds()).toEqual([bad.id]);
    await installation.database.run(
      `update member set state = (select state from mended) where id = '${bad.id}'; drop table mended`,
    );
    expect(await retryParked(installation.store, programs, bad)).toBe('folded');
    expect((await verify()).examples).toEqual([]);
  });

  it('does not keep waiting who is split off from her again', async () => {
    const unstorable = '{"attributes":{"c\\u0000d":"e"}}';
    const people = (await installation.append([order(31), order(32)])).map(keyOf);
    await foldAll();
    const both = {
      ...attributes(31, '{"attributes":{"is":"one"}}'),
      identities: [...order(31).identities, ...order(32).identities],
    };
    const bad = keyOf((await installation.append([both]))[0]);
    const good = people.find(({ id }) => id !== bad.id) ?? expect.fail('two members');
    const [hers, others] = bad.id === people[0]?.id ? [31, 32] : [32, 31];
    await foldAll();
    await installation.append([attributes(hers, unstorable), order(others)]);
    await foldAll();
    expect(await parkedIds()).toEqual([bad.id]);
    const store = createMergeStore(installation.database);
    const [merge] = await store.readMergesOf([bad]);
    await undoMerge({ store, signal: () => undefined }, merge?.mergeId ?? '', 'li');
    await installation.append([order(others)]);
    await foldAll();
    expect(await parkedIds()).toEqual([bad.id]);
    expect(await orderCount(good)).toBe(3);
    await mend(unstorable, '{"attributes":{"cd":"e"}}');
    expect(await retryParked(installation.store, programs, bad)).toBe('folded');
    expect(await orderCount(bad)).toBe(1);
    expect((await verify()).examples).toEqual([]);
  });

  it('keeps whom she is merged into waiting, who is taken up after her', async () => {
    const broken = '{"orderId":7';
    const card = { type: 'card_no', value: '62220001' };
    const byCard = (payload?: string) => ({ ...order(0, payload), identities: prepareIdentity(card) });
    const [older] = await installation.append([order(6)]);
    const [absorbed] = await installation.append([byCard(broken)]);
    await foldAll();
    const both = { ...order(6), identities: [...order(6).identities, ...prepareIdentity(card)] };
    await installation.append([both]);
    await foldAll();
    const [survivor, gone] = [keyOf(older), keyOf(absorbed)];
    expect((await parkedIds()).toSorted()).toEqual([survivor.id, gone.id].toSorted());
    await mend(broken, '{"orderId":"seventh","amountMinor":5,"lines":[]}');
    expect(await retryParked(installation.store, programs, gone)).toBe('folded');
    expect(await retryParked(installation.store, programs, survivor)).toBe('folded');
    expect(await orderCount(survivor)).toBe(3);
    expect((await verify()).examples).toEqual([]);
  });
});

function prepareIdentity(identity: { type: string; value: string }) {
  return prepare({ messageId: 'identity only', identities: [identity] }).identities;
}
