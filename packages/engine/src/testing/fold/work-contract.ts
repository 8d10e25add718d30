import { expect, it } from 'vitest';
import { stepsPerShard } from '../../fold/pending-steps.ts';
import { fail, failure, meet } from '../fixture.ts';
import type { FoldUse } from './fold-use.ts';

/** Cursors, seals and versions: how the work of the fold is shared and how far it has come. */
export function describeWork(made: () => FoldUse): void {
  describeCursors(made);
  describeSeals(made);
  describeVersions(made);
}

function describeCursors(made: () => FoldUse): void {
  it('locks the cursors that nobody else is folding, in the order of the shards, without waiting for the others', async () => {
    const use = made();
    const { got, hasWaited } = await meet(use.run, {
      first: (transaction) => transaction.lockCursors([1]),
      second: (transaction) => transaction.lockCursors([2, 1, 0]),
      beside: () => use.store.laggingShards(use.shards),
      isFree: true,
    });
    expect(hasWaited).toBe(false);
    expect(got.map(({ shard }) => shard)).toEqual([0, 2]);
    const free = await use.run((transaction) => transaction.lockCursors([1]));
    expect(free).toEqual([{ shard: 1, position: 0 }]);
  });

  it('reads what waits behind the cursors in the order of each log, and passes facts of nobody', async () => {
    const use = made();
    const member = await use.writer.newMember({ shard: 0 });
    await use.writer.addFacts(0, { messageId: 'nobody 1' });
    await use.writer.addFacts(member, { messageId: 'one' }, { messageId: 'two' });
    await use.writer.addFacts(0, { messageId: 'nobody 2' });
    expect(await use.store.laggingShards(use.shards)).toEqual([0]);
    await use.run(async (transaction) => {
      const cursors = await transaction.lockCursors([0, 1]);
      const { steps, upTo } = await transaction.readPending(cursors, 100);
      expect(steps.map(({ position, memberId }) => [position, memberId])).toEqual([
        [2, member.id],
        [3, member.id],
      ]);
      expect(upTo).toEqual([{ shard: 0, position: 4 }]);
      await transaction.advanceCursors(upTo);
    });
    expect(await use.store.laggingShards(use.shards)).toEqual([]);
  });

  it('reads no more than is asked for of a shard, and goes on behind it', async () => {
    const use = made();
    const member = await use.writer.newMember({ shard: 0 });
    await use.writer.addFacts(member, ...Array.from({ length: 100 }, () => ({})));
    const positions: number[] = [];
    for (;;) {
      const steps = await use.run(async (transaction) => {
        const pending = await transaction.readPending(await transaction.lockCursors([0]), 8);
        await transaction.advanceCursors(pending.upTo);
        return pending.steps;
      });
      if (steps.length === 0) break;
      expect(steps.length).toBeLessThanOrEqual(stepsPerShard(8, 1));
      positions.push(...steps.map(({ position }) => position));
    }
    expect(positions).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  });

  it('has a cursor where it was when the transaction fails', async () => {
    const use = made();
    await use.writer.addFacts(0, {});
    const work = use.run(async (transaction) => {
      await transaction.lockCursors([0]);
      fail(await transaction.advanceCursors([{ shard: 0, position: 1 }]));
    });
    await expect(work).rejects.toBe(failure);
    expect(await use.store.laggingShards([0])).toEqual([0]);
    expect(await use.store.laggingShards([1])).toEqual([]);
  });
}

function describeSeals(made: () => FoldUse): void {
  it('seals a log at the store’s clock and its end: no step is recorded earlier from then on', async () => {
    const use = made();
    await use.writer.addFacts(0, {}, {});
    const before = await use.store.now();
    const [seal] = await use.store.seal([0]);
    expect(seal).toMatchObject({ shard: 0, position: 2 });
    expect(seal?.sealedAt).toBeGreaterThanOrEqual(before);
    const [row] = await use.writer.addFacts(0, {});
    expect(row?.recordedAt).toBeGreaterThanOrEqual(seal?.sealedAt ?? Infinity);
    expect((await use.store.seal([0]))[0]?.sealedAt).toBeGreaterThanOrEqual(row?.recordedAt ?? Infinity);
  });

  it('never seals a log before its last step, whatever the clock shows', async () => {
    const use = made();
    const aheadAt = Date.now() + 86_400_000;
    await use.ingest.transaction('contract', async (transaction) => {
      const heads = await transaction.lockHeads([1]);
      await transaction.appendLog(
        [],
        heads.map((head) => ({ ...head, recordedAt: aheadAt })),
      );
    });
    expect((await use.store.seal([1]))[0]?.sealedAt).toBe(aheadAt);
  });
}

function describeVersions(made: () => FoldUse): void {
  it('knows the versions of the program after one, oldest first, with their documents and revisions', async () => {
    const use = made();
    expect(await use.store.latestProgramVersion()).toBe(1);
    await use.publish();
    expect(await use.store.latestProgramVersion()).toBe(2);
    expect(await use.run((transaction) => transaction.latestProgramVersion())).toBe(2);
    expect((await use.store.programVersions(0)).map(({ version }) => version)).toEqual([1, 2]);
    const [second, ...none] = await use.store.programVersions(1);
    expect(none).toEqual([]);
    expect(Object.keys(second?.documents ?? {}).length).toBeGreaterThan(0);
    expect(Object.values(second?.revisions ?? {}).every((revision) => revision > 0)).toBe(true);
  });
}
