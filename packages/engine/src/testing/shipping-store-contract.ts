import { describe, expect, it } from 'vitest';
import type { IngestStore } from '../append/ingest-store.ts';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import type { LensBlock, LensLease, ShippingStore } from '../shipping/shipping-store.ts';
import { freshFixture, type Fixture } from './fixture.ts';
import { createLogWriter, type FactToWrite, type LogWriter } from './log-writer.ts';

/** A store without a member, with a first program. */
export interface ShippingStoreFixture extends Fixture {
  readonly store: ShippingStore;
  /** Of the same installation. */
  readonly ingest: IngestStore;
  readonly shardCount: number;
  /** Folds all that waits, and brings everybody under the newest version. */
  foldAll(): Promise<void>;
  /** A version by which the fold computes otherwise than by the one before. */
  publish(): Promise<void>;
}

interface Use {
  readonly store: ShippingStore;
  readonly writer: LogWriter;
  readonly lens: string;
  foldAll(): Promise<void>;
  publish(): Promise<void>;
}

/** What every store that the shipping reads does, whatever it is made of. */
export function describeShippingStore(name: string, create: () => Promise<ShippingStoreFixture>): void {
  describe(`the store of shipping: ${name}`, () => {
    const fixture = freshFixture(create);
    const use = async (): Promise<Use> => {
      const { ingest, shardCount, ...rest } = fixture();
      const lens = createUuidV7(Date.now());
      await rest.store.register(lens);
      return { ...rest, writer: createLogWriter(ingest, shardCount), lens };
    };
    describeLease(use);
    describeBlocks(use);
    describeContent(use);
    describeTouches(use);
  });
}

type Made = () => Promise<Use>;

const leaseOf = (lens: string, worker = 'one', leaseMs = 60_000): LensLease => ({ lens, worker, leaseMs });

let serial = 0;

function order(): FactToWrite {
  serial += 1;
  const payload = JSON.stringify({ orderId: `o${serial}`, amountMinor: 100, lines: [] });
  return { type: 'order.placed', payload };
}

/** Rows that a block covers. */
function lengthOf(block: LensBlock | undefined): number {
  const lengths = block?.ranges.map((range) => range.factTo - range.factFrom + range.derivedTo - range.derivedFrom);
  return lengths?.reduce((sum, length) => sum + length, 0) ?? 0;
}

/** Records blocks until nothing waits. */
async function recordAll({ store, lens }: Use, rowsMax: number): Promise<readonly LensBlock[]> {
  const blocks: LensBlock[] = [];
  for (;;) {
    const block = await store.recordBlock(leaseOf(lens), rowsMax);
    if (block === undefined) return blocks;
    blocks.push(block);
  }
}

function describeLease(made: Made): void {
  it('gives the lease to one worker, who keeps it as long as he asks, and to another when it has run out', async () => {
    const { store, lens } = await made();
    expect(await store.takeLease(leaseOf(lens, 'one', 1))).toBe(true);
    await expect.poll(() => store.takeLease(leaseOf(lens, 'two'))).toBe(true);
    expect(await store.takeLease(leaseOf(lens, 'one'))).toBe(false);
    expect(await store.takeLease(leaseOf(lens, 'two'))).toBe(true);
  });

  it('gives it to one of those who ask at once, and to nobody for a lens that is not known', async () => {
    const { store, lens } = await made();
    const asked = await Promise.all(['one', 'two', 'three'].map((worker) => store.takeLease(leaseOf(lens, worker))));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await store.takeLease(leaseOf(createUuidV7(Date.now())))).toBe(false);
  });

  it('records nothing for who has lost it', async () => {
    const use = await made();
    await use.writer.addFacts(await use.writer.newMember(), order());
    await use.foldAll();
    await use.store.takeLease(leaseOf(use.lens, 'two'));
    expect(await use.store.recordBlock(leaseOf(use.lens, 'one'), 10)).toBeUndefined();
    expect(await use.store.openBlocks(use.lens)).toEqual([]);
    expect(lengthOf(await use.store.recordBlock(leaseOf(use.lens, 'two'), 10))).toBeGreaterThan(0);
  });
}

function describeBlocks(made: Made): void {
  it('cuts what is folded into blocks that follow each other, without a gap and without a row twice', async () => {
    const use = await made();
    for (const shard of [0, 1, 2]) {
      const member = await use.writer.newMember({ shard });
      await use.writer.addFacts(member, ...Array.from({ length: 8 }, order));
    }
    await use.foldAll();
    const waiting = (await use.store.lag(use.lens)).rows;
    const blocks = await recordAll(use, 7);
    expect(blocks.length).toBeGreaterThan(2);
    expect(Math.max(...blocks.map(lengthOf))).toBeLessThanOrEqual(7);
    expect(blocks.map(lengthOf).reduce((sum, length) => sum + length, 0)).toBe(waiting);
    for (const shard of [0, 1, 2]) {
      const ranges = blocks.flatMap((block) => block.ranges.filter((range) => range.shard === shard));
      expect(ranges.map(({ factFrom, derivedFrom }) => [factFrom, derivedFrom])).toEqual([
        [0, 0],
        ...ranges.slice(0, -1).map(({ factTo, derivedTo }) => [factTo, derivedTo]),
      ]);
    }
    expect(await use.store.openBlocks(use.lens)).toEqual(blocks);
  });

  it('never records a row twice for two who record at once', async () => {
    const use = await made();
    await use.writer.addFacts(await use.writer.newMember(), ...Array.from({ length: 6 }, order));
    await use.foldAll();
    const waiting = (await use.store.lag(use.lens)).rows;
    const both = await Promise.all([1, 2].map(() => use.store.recordBlock(leaseOf(use.lens), waiting - 1)));
    expect(both.map(lengthOf).toSorted((a, b) => a - b)).toEqual([1, waiting - 1]);
  });

  it('records nothing that the fold has not passed', async () => {
    const use = await made();
    await use.writer.addFacts(await use.writer.newMember(), order());
    expect(await use.store.recordBlock(leaseOf(use.lens), 10)).toBeUndefined();
    expect((await use.store.lag(use.lens)).rows).toBe(1);
  });

  it('forgets a block when it is acknowledged, however often, and tells no lag then', async () => {
    const use = await made();
    await use.writer.addFacts(await use.writer.newMember(), order());
    await use.foldAll();
    const [block] = await recordAll(use, 100);
    if (block === undefined) throw new Error('a block');
    expect(await use.store.lag(use.lens)).toMatchObject({ rows: lengthOf(block), blocks: 1 });
    for (let n = 0; n < 2; n += 1) await use.store.acknowledge(use.lens, block);
    expect(await use.store.openBlocks(use.lens)).toEqual([]);
    expect(await use.store.lag(use.lens)).toEqual({ rows: 0, milliseconds: 0, blocks: 0 });
    expect(await use.store.lag(undefined)).toEqual({ rows: 0, milliseconds: 0, blocks: 0 });
  });

  it('begins with a new lens at the beginning, and goes on with a known one where it stood', async () => {
    const use = await made();
    await use.writer.addFacts(await use.writer.newMember(), order());
    await use.foldAll();
    for (const block of await recordAll(use, 100)) await use.store.acknowledge(use.lens, block);
    await use.store.register(use.lens);
    expect(await use.store.recordBlock(leaseOf(use.lens), 100)).toBeUndefined();
    // Nothing that facets bring is new to it, so no part is filled beside.
    expect(await use.store.readFill(use.lens, 100)).toBeUndefined();
    const other = createUuidV7(Date.now());
    await use.store.register(other);
    expect(lengthOf(await use.store.recordBlock(leaseOf(other), 100))).toBeGreaterThan(1);
  });
}

function describeContent(made: Made): void {
  it('reads the same of a block whenever it is read, whatever came since, and members as they are now', async () => {
    const use = await made();
    const member = await use.writer.newMember();
    await use.writer.addFacts(member, { ...order(), messageId: 'one' });
    await use.foldAll();
    const [block] = await recordAll(use, 100);
    if (block === undefined) throw new Error('a block');
    const before = await use.store.readBlock(block);
    expect(before.facts.map(({ messageId, memberId }) => [messageId, memberId])).toEqual([['one', member.id]]);
    expect(before.derivedFacts.length).toBeGreaterThan(0);
    expect(before.members.map(({ memberId, status }) => [memberId, status])).toEqual([[member.id, 'live']]);
    await use.writer.addFacts(member, order());
    await use.foldAll();
    const after = await use.store.readBlock(block);
    expect([after.facts, after.derivedFacts]).toEqual([before.facts, before.derivedFacts]);
    expect(after.members[0]?.position).toBeGreaterThan(before.members[0]?.position ?? Infinity);
    const tables = after.rows.map(({ table }) => table);
    expect(new Set(tables).size).toBe(tables.length);
  });

  it('brings facts of nobody, and says of who was absorbed by whom', async () => {
    const use = await made();
    const [one, other] = [await use.writer.newMember(), await use.writer.newMember()];
    await use.writer.addFacts(other, order());
    await use.writer.addFacts(0, { messageId: 'nobody' });
    await use.writer.merge(one, other);
    await use.foldAll();
    const [block] = await recordAll(use, 1_000);
    if (block === undefined) throw new Error('a block');
    const { facts, members } = await use.store.readBlock(block);
    expect(facts.find(({ messageId }) => messageId === 'nobody')?.memberId).toBeNull();
    expect(members.find(({ memberId }) => memberId === other.id)).toMatchObject({
      status: 'absorbed',
      mergedInto: one.id,
    });
  });
}

function describeTouches(made: Made): void {
  it('sends everybody anew once a new version has been passed, a portion at a time, as snapshots after all blocks', async () => {
    const use = await made();
    for (let n = 0; n < 3; n += 1) await use.writer.addFacts(await use.writer.newMember(), order());
    await use.foldAll();
    expect(await use.store.touchAfterPublish(use.lens)).toBe(0);
    const [block] = await recordAll(use, 1_000);
    await use.publish();
    await use.foldAll();
    expect(await use.store.touchAfterPublish(use.lens)).toBe(3);
    expect(await use.store.touchAfterPublish(use.lens)).toBe(0);
    const first = await use.store.readTouched(use.lens, 2);
    expect(first?.members).toHaveLength(2);
    expect(first?.version).toBeGreaterThan(block?.id ?? Infinity);
    await first?.done();
    const second = await use.store.readTouched(use.lens, 2);
    expect(second?.members).toHaveLength(1);
    expect(second?.version).toBeGreaterThan(first?.version ?? Infinity);
    await second?.done();
    expect(await use.store.readTouched(use.lens, 2)).toBeUndefined();
  });

  it('forgets of what was read what was not touched again meanwhile', async () => {
    const use = await made();
    await use.writer.addFacts(await use.writer.newMember(), order());
    await use.foldAll();
    await use.publish();
    await use.foldAll();
    await use.store.touchAfterPublish(use.lens);
    const read = await use.store.readTouched(use.lens, 9);
    await use.publish();
    await use.foldAll();
    expect(await use.store.touchAfterPublish(use.lens)).toBe(1);
    await read?.done();
    expect((await use.store.readTouched(use.lens, 9))?.members).toHaveLength(1);
  });
}
