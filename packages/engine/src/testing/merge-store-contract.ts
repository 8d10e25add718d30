import { describe, expect, it } from 'vitest';
import type { IngestStore } from '../append/ingest-store.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import type { MergeStore, MergeTransaction, UndoneMerge } from '../merges/merge-store.ts';
import { undoMerge } from '../merges/undo-merge.ts';
import { fail, failure, meet, sharedFixture, type Fixture } from './fixture.ts';
import { createLogWriter, identityRow, newHash, refusalOf, type LogWriter } from './log-writer.ts';

export interface MergeStoreFixture extends Fixture {
  readonly store: MergeStore;
  /** Of the same installation. */
  readonly ingest: IngestStore;
  readonly shardCount: number;
}

interface Use {
  readonly store: MergeStore;
  readonly ingest: IngestStore;
  readonly writer: LogWriter;
}

/** What every store of merges does, whatever it is made of. */
export function describeMergeStore(name: string, create: () => Promise<MergeStoreFixture>): void {
  describe(`the store of merges: ${name}`, () => {
    const fixture = sharedFixture(create);
    const use = (): Use => {
      const { store, ingest, shardCount } = fixture();
      return { store, ingest, writer: createLogWriter(ingest, shardCount) };
    };
    describeRecords(use);
    describeUndoing(use);
    describeRefusals(use);
    describeOrders(use);
  });
}

type Made = () => Use;

async function newMembers({ writer }: Use, count: number): Promise<readonly [MemberPlace, MemberPlace, MemberPlace]> {
  const places: MemberPlace[] = [];
  for (let n = 0; n < Math.max(3, count); n += 1) places.push(await writer.newMember({ identities: [newHash()] }));
  const [a, b, c] = places;
  if (a === undefined || b === undefined || c === undefined) throw new Error('three members');
  return [a, b, c];
}

const runOf =
  ({ store }: Use) =>
  <T>(work: (transaction: MergeTransaction) => Promise<T>): Promise<T> =>
    store.transaction('contract', work);

const undoneOf = (mergeId: string, changes: Partial<UndoneMerge> = {}): UndoneMerge => ({
  mergeId,
  undoneAt: Date.now(),
  undoneBy: 'li',
  survivorPosition: 8,
  absorbedPosition: 9,
  identities: [],
  ...changes,
});

function describeRecords(made: Made): void {
  it('tells of a merge from both sides, and of each once, in the order in which they came about', async () => {
    const use = made();
    const [a, b, c] = await newMembers(use, 3);
    const first = await use.writer.merge(b, a);
    const second = await use.writer.merge(c, b);
    expect((await use.store.readMergesOf([a])).map(({ mergeId }) => mergeId)).toEqual([first]);
    const all = await use.store.readMergesOf([a, b, c]);
    expect(all.map(({ mergeId }) => mergeId)).toEqual([first, second]);
    expect(all[0]).toMatchObject({ status: 'merged', survivor: b, absorbed: a, undoneSurvivorPosition: null });
    expect(all[0]?.identities).toHaveLength(1);
    expect(all[0]?.undoneIdentities).toEqual([]);
    expect(await use.store.readMergesOf([])).toEqual([]);
  });

  it('knows who was absorbed, and who everybody is now', async () => {
    const use = made();
    const [a, b, c] = await newMembers(use, 3);
    await use.writer.merge(b, a);
    await use.writer.merge(c, b);
    await runOf(use)(async (transaction) => {
      for (const [member, isAbsorbed] of [
        [a, true],
        [b, true],
        [c, false],
      ] as const) {
        expect(await transaction.isAbsorbed(member)).toBe(isAbsorbed);
        expect(await transaction.currentPlace(member)).toEqual(c);
      }
      expect(await transaction.isErased([a, b, c])).toBe(false);
    });
  });

  it('locks a merge that took place, and neither another one nor a refusal', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const mergeId = await use.writer.merge(b, a);
    const refusal = refusalOf(b);
    await runOf(use)(async (transaction) => {
      await transaction.insertMergeLog([refusal]);
      expect(await transaction.lockMerge(mergeId)).toMatchObject({ mergeId, survivor: b, absorbed: a });
      expect(await transaction.lockMerge(newHash())).toBeUndefined();
      expect(await transaction.lockMerge(refusal.mergeId)).toBeUndefined();
    });
  });
}

function describeUndoing(made: Made): void {
  it('tells an undone merge with what it gave back, and keeps the two apart from then on', async () => {
    const use = made();
    const [a, b, c] = await newMembers(use, 3);
    const mergeId = await use.writer.merge(b, a);
    const identities = [newHash()];
    await runOf(use)((transaction) => transaction.markUndone(undoneOf(mergeId, { identities })));
    const [merge] = await use.store.readMergesOf([a]);
    expect(merge).toMatchObject({ status: 'undone', undoneSurvivorPosition: 8, undoneIdentities: identities });
    await runOf(use)(async (transaction) => {
      expect(await transaction.isAbsorbed(a)).toBe(false);
      expect(await transaction.currentPlace(a)).toEqual(a);
      expect(await transaction.readKeptApart([a.id, b.id, c.id])).toEqual([[b.id, a.id]]);
      expect(await transaction.readKeptApart([a.id, c.id])).toEqual([]);
    });
  });

  it('keeps nothing of an undoing that fails', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const mergeId = await use.writer.merge(b, a);
    const work = runOf(use)(async (transaction) => fail(await transaction.markUndone(undoneOf(mergeId))));
    await expect(work).rejects.toBe(failure);
    expect((await use.store.readMergesOf([a]))[0]?.status).toBe('merged');
  });

  it('lets who wants the same merge wait, and sees what the first made of it', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const mergeId = await use.writer.merge(b, a);
    const { got, hasWaited } = await meet(runOf(use), {
      first: async (transaction) => {
        await transaction.lockMerge(mergeId);
        await transaction.markUndone(undoneOf(mergeId));
      },
      second: (transaction) => transaction.lockMerge(mergeId),
      beside: () => use.store.readMergesOf([a]),
    });
    expect([hasWaited, got?.status]).toEqual([true, 'undone']);
  });

  it('lets one of two take a merge back who do so at once, and gives the identities back once', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const mergeId = await use.writer.merge(b, a);
    const options = { store: use.store, signal: () => undefined };
    const outcomes = await Promise.all(['li', 'wang'].map((by) => undoMerge(options, mergeId, by)));
    const refused = outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.code] : []));
    expect(refused).toEqual(['merge.already_undone']);
    const held = await runOf(use)((transaction) => transaction.readIdentitiesOf([a]));
    expect(held).toHaveLength(1);
  });
}

function describeRefusals(made: Made): void {
  it('lists refusals for a limit that stand, oldest first, of some or of all, no more than asked for', async () => {
    const use = made();
    const [a, b, c] = await newMembers(use, 3);
    const [link, join] = [refusalOf(a, { identities: [newHash()], recordedAt: 1 }), refusalOf(b, { absorbed: c })];
    const never = refusalOf(a, { absorbed: b, reason: 'kept_apart' });
    await runOf(use)((transaction) => transaction.insertMergeLog([join, link, never]));
    expect(await use.store.readRefusals([a, b, c], 9)).toEqual([link.mergeId, join.mergeId]);
    expect(await use.store.readRefusals([c], 9)).toEqual([join.mergeId]);
    expect(await use.store.readRefusals([a, b, c], 1)).toEqual([link.mergeId]);
    expect(await use.store.readRefusals(null, 100)).toEqual(expect.arrayContaining([link.mergeId, join.mergeId]));
  });

  it('gives a refusal with what it was about until it is resolved', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const hash = newHash();
    const [link, join] = [refusalOf(a, { identities: [hash] }), refusalOf(a, { absorbed: b })];
    await runOf(use)((transaction) => transaction.insertMergeLog([link, join]));
    await runOf(use)(async (transaction) => {
      const cause = { causeSource: 'contract', causeMessageId: 'm', member: a };
      const identity = { hash, type: 'phone' };
      expect(await transaction.lockRefusal(link.mergeId)).toEqual({
        mergeId: link.mergeId,
        ...cause,
        other: null,
        identity,
      });
      expect(await transaction.lockRefusal(join.mergeId)).toMatchObject({ ...cause, other: b, identity: null });
      await transaction.markResolved(link.mergeId);
    });
    expect(await runOf(use)((transaction) => transaction.lockRefusal(link.mergeId))).toBeUndefined();
    expect(await use.store.readRefusals([a], 9)).toEqual([join.mergeId]);
  });
}

function describeOrders(made: Made): void {
  it('gives those orders of a member to another that were claimed under these identities, and no other', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const [given, kept] = [newHash(), newHash()];
    const ids = [newHash(), newHash()].toSorted();
    await use.ingest.transaction('contract', (transaction) =>
      transaction.claimOrders(
        ids.map((id, n) => ({
          id,
          shard: a.shard,
          owner: { memberId: a.id, identity: n === 0 ? given : kept, isStrong: true },
        })),
      ),
    );
    await runOf(use)((transaction) => transaction.moveOrders({ from: a, to: b }, [given]));
    const orders = await use.ingest.transaction('contract', (transaction) => transaction.readOrders(ids));
    const ownerOf = new Map(orders.map(({ id, owner }) => [id, owner?.memberId]));
    expect(ids.map((id) => ownerOf.get(id))).toEqual([b.id, a.id]);
  });

  it('moves and adds identities as ingest reads them', async () => {
    const use = made();
    const [a, b] = await newMembers(use, 2);
    const hash = newHash();
    expect(await runOf(use)((transaction) => transaction.insertIdentities([identityRow(a, hash)]))).toBe(1);
    await runOf(use)((transaction) => transaction.moveIdentities([{ hash, to: b }]));
    const rows = await use.ingest.transaction('contract', (transaction) => transaction.readIdentities([hash]));
    expect(rows.map(({ memberId }) => memberId)).toEqual([b.id]);
  });
}
