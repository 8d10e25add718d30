import { expect, it } from 'vitest';
import { foldBatch } from '../../fold/fold-batch.ts';
import type { FoldTransaction } from '../../fold/fold-store.ts';
import type { MemberPlace } from '../../log/log-rows.ts';
import { loadEverything } from '../../reading/everything.ts';
import { fail, failure, meet } from '../fixture.ts';
import { newPlace } from '../log-writer.ts';
import type { FoldUse } from './fold-use.ts';

let serial = 0;

/** Somebody with one order, of three days ago unless said otherwise, folded. */
async function newBuyer(use: FoldUse, days = 3): Promise<MemberPlace> {
  const member = await use.writer.newMember();
  serial += 1;
  const payload = JSON.stringify({ orderId: `o${serial}`, amountMinor: 100, lines: [{ productId: 'p' }] });
  await use.writer.addFacts(member, { type: 'order.placed', payload, occurredAt: Date.now() - days * 86_400_000 });
  await foldAll(use);
  return member;
}

async function foldAll(use: FoldUse): Promise<void> {
  const programs = await use.createPrograms();
  while ((await foldBatch(use.store, programs, { shards: use.shards, stepsMax: 1_000 })).steps > 0);
}

/** Far enough that time alone changes something of everybody. */
const sealsIn = (use: FoldUse, days: number) =>
  use.shards.map((shard) => ({ shard, position: 0, sealedAt: Date.now() + days * 86_400_000 }));

/** How members are opened, written, woken and parked. */
export function describeMemberLocks(made: () => FoldUse): void {
  describeOpening(made);
  describeDue(made);
  describeParking(made);
}

function describeOpening(made: () => FoldUse): void {
  it('opens members who are known, with nothing loaded, and lets who opens the same wait', async () => {
    const use = made();
    const member = await use.writer.newMember();
    const open = (transaction: FoldTransaction) => transaction.openMembers([member, newPlace(use.shardCount)]);
    const { got, hasWaited } = await meet(use.run, {
      first: open,
      second: open,
      beside: () => use.store.snapshot('contract', (snapshot) => snapshot.openMembers([member])),
    });
    expect(hasWaited).toBe(true);
    expect(got.map(({ id, position, status }) => [id, position, status])).toEqual([[member.id, 0, 'live']]);
  });

  it('has what was written of a member, and nothing of it when the transaction fails', async () => {
    const use = made();
    const member = await newBuyer(use);
    const read = () =>
      use.store.snapshot('contract', async (snapshot) => {
        const [opened] = await snapshot.openMembers([member]);
        if (opened === undefined) throw new Error('a member');
        await loadEverything(snapshot, [opened], 'now');
        return opened;
      });
    const before = await read();
    expect(before.position).toBeGreaterThan(0);
    expect(before.programVersion).toBe(1);
    expect(before.wakeAt).toBeGreaterThan(before.clockAt);
    const work = use.run(async (transaction) => {
      const opened = await transaction.openMembers([member]);
      for (const one of opened) one.position += 5;
      fail(await transaction.write(opened));
    });
    await expect(work).rejects.toBe(failure);
    expect((await read()).position).toBe(before.position);
  });

  it('reads every row of a kind of these members, and of nobody else', async () => {
    const use = made();
    const [member] = [await newBuyer(use), await newBuyer(use)];
    await use.store.snapshot('contract', async (snapshot) => {
      const [opened] = await snapshot.openMembers([member]);
      const kinds = opened?.facets.rowKinds ?? [];
      const found = await Promise.all(kinds.map(({ kind }) => snapshot.readAllRows(kind, [member])));
      expect(new Set(found.flatMap((rows) => [...rows.keys()]))).toEqual(new Set([member.id]));
    });
  });

  it('says whose tombstone leads where', async () => {
    const use = made();
    const [survivor, absorbed] = [await newBuyer(use), await newBuyer(use)];
    await use.writer.merge(survivor, absorbed);
    await foldAll(use);
    const [gone] = await use.store.snapshot('contract', (snapshot) => snapshot.openMembers([absorbed]));
    expect([gone?.status, gone?.wakeAt]).toEqual(['absorbed', null]);
  });
}

function describeDue(made: () => FoldUse): void {
  const due = (use: FoldUse, changes: { readonly days?: number; readonly eagerVersion?: number } = {}) => {
    const query = { seals: sealsIn(use, changes.days ?? 400), eagerVersion: changes.eagerVersion ?? 0, limit: 100 };
    return async (transaction: FoldTransaction) => (await transaction.lockDueMembers(query)).map(({ id }) => id);
  };

  it('knows the earliest wake of each shard, and finds who is due by the seal of her shard and nobody before', async () => {
    const use = made();
    const member = await newBuyer(use);
    const [wake, ...none] = await use.store.nextWakes(use.shards);
    expect([wake?.shard, none]).toEqual([member.shard, []]);
    const sealAt = (sealedAt: number) => ({
      seals: [{ shard: member.shard, position: 0, sealedAt }],
      eagerVersion: 0,
      limit: 9,
    });
    await use.run(async (transaction) => {
      expect(await transaction.lockDueMembers(sealAt((wake?.wakeAt ?? 0) - 1))).toEqual([]);
      const found = await transaction.lockDueMembers(sealAt(wake?.wakeAt ?? 0));
      expect(found.map(({ id }) => id)).toEqual([member.id]);
    });
  });

  it('leaves who is held by somebody else to him, without waiting', async () => {
    const use = made();
    const [held, free] = [await newBuyer(use), await newBuyer(use)];
    const { got, hasWaited } = await meet(use.run, {
      first: (transaction) => transaction.openMembers([held]),
      second: due(use),
      beside: () => use.store.nextWakes(use.shards),
      isFree: true,
    });
    expect([hasWaited, got]).toEqual([false, [free.id]]);
  });

  it('finds who was folded under an older version where one asks for it, and counts them by shard', async () => {
    const use = made();
    const member = await newBuyer(use, 0);
    await use.writer.newMember();
    await use.publish();
    expect(await use.store.countBehind(use.shards, 2)).toEqual([{ shard: member.shard, count: 1 }]);
    expect(await use.store.countBehind(use.shards, 1)).toEqual([]);
    expect(await use.run(due(use, { days: 0 }))).toEqual([]);
    expect(await use.run(due(use, { days: 0, eagerVersion: 2 }))).toEqual([member.id]);
  });

  it('takes a member who is due on both accounts once', async () => {
    const use = made();
    const member = await newBuyer(use);
    await use.publish();
    expect(await use.run(due(use, { eagerVersion: 2 }))).toEqual([member.id]);
  });
}

function describeParking(made: () => FoldUse): void {
  const parked = (member: MemberPlace) => ({ key: member, position: 1, error: 'broken' });

  it('keeps who is parked apart until she is taken out, once', async () => {
    const use = made();
    const [member, other] = [await newBuyer(use), await newBuyer(use)];
    await use.run((transaction) => transaction.park(parked(member)));
    await use.run(async (transaction) => {
      expect((await transaction.parkedOf(use.shards)).map(({ id }) => id)).toEqual([member.id]);
      const query = { seals: sealsIn(use, 400), eagerVersion: 0, limit: 100 };
      expect((await transaction.lockDueMembers(query)).map(({ id }) => id)).toEqual([other.id]);
    });
    await use.publish();
    const behind = (await use.store.countBehind(use.shards, 2)).map(({ count }) => count);
    expect(behind.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await use.run((transaction) => transaction.unpark(member))).toBe(true);
    expect(await use.run((transaction) => transaction.unpark(member))).toBe(false);
    expect(await use.run((transaction) => transaction.parkedOf(use.shards))).toEqual([]);
  });

  it('undoes what an attempt did that fails, and nothing else', async () => {
    const use = made();
    const [one, other, third] = [
      await use.writer.newMember(),
      await use.writer.newMember(),
      await use.writer.newMember(),
    ];
    await use.run(async (transaction) => {
      await transaction.park(parked(one));
      const failed = await transaction.attempt(async () => {
        await transaction.park(parked(other));
        throw failure;
      });
      expect(failed?.error).toBe(failure);
      expect(await transaction.attempt(() => transaction.park(parked(third)))).toBeUndefined();
    });
    const ids = (await use.run((transaction) => transaction.parkedOf(use.shards))).map(({ id }) => id);
    expect(ids.toSorted()).toEqual([one.id, third.id].toSorted());
  });

  it('takes a fault of what is computed for one of the data', () => {
    expect(made().store.isOfData(new Error('cannot be read'))).toBe(true);
    const lost: unknown = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(made().store.isOfData(lost)).toBe(false);
  });
}
