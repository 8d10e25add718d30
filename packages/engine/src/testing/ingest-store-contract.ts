import { describe, expect, it } from 'vitest';
import type { IngestStore, IngestTransaction } from '../append/ingest-store.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import type { PrivacyStore } from '../privacy/privacy-store.ts';
import { fail, failure, freshFixture, meet, type Fixture } from './fixture.ts';
import { appendFacts, byPlace, createLogWriter, identityRow, newHash, newPlace, refusalOf } from './log-writer.ts';
import { describeOrderClaims } from './order-claims-contract.ts';

/** A store without a member. */
export interface IngestStoreFixture extends Fixture {
  readonly store: IngestStore;
  /** At least four. */
  readonly shardCount: number;
  readonly readSecrets: PrivacyStore['readSecrets'];
}

export type IngestRun = <T>(work: (transaction: IngestTransaction) => Promise<T>) => Promise<T>;

/** What every store that ingest writes to does, whatever it is made of. */
export function describeIngestStore(name: string, create: () => Promise<IngestStoreFixture>): void {
  describe(`the store of ingest: ${name}`, () => {
    const fixture = freshFixture(create);
    const run: IngestRun = (work) => fixture().store.transaction('contract', work);
    describeMessages(fixture, run);
    describeHeads(fixture, run);
    describeIdentities(fixture, run);
    describeSecrets(fixture, run);
    describeMergeLog(fixture, run);
    describeOrderClaims(fixture, run);
  });
}

type Made = () => IngestStoreFixture;

function describeMessages(fixture: Made, run: IngestRun): void {
  const claims = () => [newHash(), newHash()].toSorted().map((key, n) => ({ key, bodyHash: n }));

  it('gives a message to the first who claims it, and those after him the hash of his body', async () => {
    const [one, other] = claims();
    if (one === undefined || other === undefined) throw new Error('two claims');
    expect((await run((transaction) => transaction.claimMessages([one]))).size).toBe(0);
    const later = await run((transaction) => transaction.claimMessages([{ ...one, bodyHash: 9 }, other]));
    expect([...later]).toEqual([[one.key, one.bodyHash]]);
    const known = await run((transaction) => transaction.readMessages([one.key, other.key, newHash()]));
    expect(known).toEqual(new Map([one, other].map(({ key, bodyHash }) => [key, bodyHash])));
  });

  it('lets who claims the same wait, and gives it to him when the first gives up', async () => {
    for (const isGivenUp of [false, true]) {
      const [claim] = claims();
      if (claim === undefined) throw new Error('a claim');
      const claimIt = (transaction: IngestTransaction) => transaction.claimMessages([claim]);
      const { got, hasWaited } = await meet(run, {
        first: claimIt,
        second: claimIt,
        beside: () => fixture().store.readAllHeads(),
        isGivenUp,
      });
      expect([hasWaited, got.size]).toEqual([true, isGivenUp ? 0 : 1]);
    }
  });

  it('keeps nothing of a transaction that fails', async () => {
    const [[claim], member, hash] = [claims(), newPlace(fixture().shardCount), newHash()];
    if (claim === undefined) throw new Error('a claim');
    const work = run(async (transaction) => {
      await transaction.claimMessages([claim]);
      await transaction.insertIdentities([identityRow(member, hash)]);
      await transaction.insertMembers([member]);
      fail(await appendFacts(transaction, member, [{}]));
    });
    await expect(work).rejects.toBe(failure);
    await run(async (transaction) => {
      expect((await transaction.readMessages([claim.key])).size).toBe(0);
      expect(await transaction.readIdentities([hash])).toEqual([]);
    });
    expect((await fixture().store.readAllHeads()).every(({ position }) => position === 0)).toBe(true);
  });
}

function describeHeads(fixture: Made, run: IngestRun): void {
  it('has a head for each shard, in order, at the beginning of its log', async () => {
    const heads = await fixture().store.readAllHeads();
    expect(heads.map(({ shard }) => shard)).toEqual(Array.from({ length: fixture().shardCount }, (_, shard) => shard));
    expect(heads.every(({ position, mergeCount, linkCount }) => position + mergeCount + linkCount === 0)).toBe(true);
  });

  it('locks heads in the order of the shards, at an instant that never falls, and keeps what is written to them', async () => {
    const locked = await run(async (transaction) => {
      const heads = await transaction.lockHeads([2, 0]);
      const grown = heads.map((head) => ({ ...head, position: 5, mergeCount: 2, linkCount: 3 }));
      await transaction.appendLog([], grown);
      return grown;
    });
    expect(locked.map(({ shard }) => shard)).toEqual([0, 2]);
    const aheadAt = Date.now() + 86_400_000;
    await run(async (transaction) => {
      const [head] = await transaction.lockHeads([0]);
      expect(head).toMatchObject({ position: 5, mergeCount: 2, linkCount: 3 });
      expect(head?.recordedAt).toBeGreaterThanOrEqual(locked[0]?.recordedAt ?? Infinity);
      if (head !== undefined) await transaction.appendLog([], [{ ...head, recordedAt: aheadAt }]);
    });
    expect((await run((transaction) => transaction.lockHeads([0])))[0]?.recordedAt).toBe(aheadAt);
    expect((await run((transaction) => transaction.readHeads([0])))[0]?.recordedAt).toBe(aheadAt);
  });

  it('lets who wants the same head wait until the first has written it', async () => {
    const { got, hasWaited } = await meet(run, {
      first: (transaction) => appendFacts(transaction, 1, [{}]),
      second: (transaction) => transaction.lockHeads([1]),
      beside: () => run((transaction) => transaction.readHeads([1])),
    });
    expect([hasWaited, got[0]?.position]).toEqual([true, 1]);
  });

  it('has dense logs whose instants never fall, however many append at once', async () => {
    const writer = createLogWriter(fixture().store, fixture().shardCount);
    const rows = (await Promise.all(Array.from({ length: 12 }, (_, n) => writer.addFacts(n % 2, {}, {})))).flat();
    for (const shard of [0, 1]) {
      const log = rows.filter((row) => row.shard === shard).toSorted((a, b) => a.position - b.position);
      expect(log.map(({ position }) => position)).toEqual(log.map((_, n) => n + 1));
      expect(log.map(({ recordedAt }) => recordedAt)).toEqual(
        log.map(({ recordedAt }) => recordedAt).toSorted((a, b) => a - b),
      );
    }
  });

  it('reads facts of the log by where they stand, and none where nothing stands', async () => {
    const writer = createLogWriter(fixture().store, fixture().shardCount);
    const [row] = await writer.addFacts(3, { payload: '{"a":"中\\\\n"}' });
    const found = await run((transaction) =>
      transaction.readLoggedFacts([
        { shard: 3, position: 1 },
        { shard: 3, position: 2 },
      ]),
    );
    expect(found).toHaveLength(1);
    expect(row).toMatchObject(found[0] ?? {});
  });
}

function describeIdentities(fixture: Made, run: IngestRun): void {
  it('finds who holds an identity and what somebody holds, and moves it', async () => {
    const writer = createLogWriter(fixture().store, fixture().shardCount);
    const [a, b] = [newHash(), newHash()];
    const [one, other] = [await writer.newMember({ identities: [a, b] }), await writer.newMember()];
    await run((transaction) => transaction.moveIdentities([{ hash: b, to: other }]));
    await run(async (transaction) => {
      const rows = await transaction.readIdentities([a, b, newHash()]);
      expect(new Map(rows.map(({ hash, memberId }) => [hash, memberId]))).toEqual(
        new Map([
          [a, one.id],
          [b, other.id],
        ]),
      );
      expect(await transaction.readIdentitiesOf([one])).toEqual([{ hash: a, type: 'phone', memberId: one.id }]);
      expect((await transaction.readIdentitiesOf([one, other])).map(({ hash }) => hash).toSorted()).toEqual(
        [a, b].toSorted(),
      );
    });
  });

  it('says that somebody else was first, after having waited for him', async () => {
    const [one, other] = [newPlace(fixture().shardCount), newPlace(fixture().shardCount)];
    const hash = newHash();
    const { got, hasWaited } = await meet(run, {
      first: (transaction) => transaction.insertIdentities([identityRow(one, hash)]),
      second: (transaction) =>
        transaction.insertIdentities([hash, newHash()].toSorted().map((own) => identityRow(other, own))),
      beside: () => fixture().store.readAllHeads(),
    });
    expect([hasWaited, got]).toEqual([true, 1]);
    const [row] = await run((transaction) => transaction.readIdentities([hash]));
    expect(row?.memberId).toBe(one.id);
  });
}

function describeSecrets(fixture: Made, run: IngestRun): void {
  const keyOf = (member: MemberPlace, key: string) => ({ ...member, masterKeyId: 'm1', wrappedKey: Buffer.from(key) });

  it('has one key of a member, that of the first, and tells the others', async () => {
    const places = [newPlace(fixture().shardCount), newPlace(fixture().shardCount)].toSorted(byPlace);
    const [one, other] = places;
    if (one === undefined || other === undefined) throw new Error('two members');
    await run((transaction) => transaction.insertMembers(places));
    expect(await run((transaction) => transaction.insertMemberKeys([keyOf(one, 'first')]))).toBe(1);
    const inserted = await run((transaction) => transaction.insertMemberKeys(places.map((own) => keyOf(own, 'later'))));
    expect(inserted).toBe(1);
    const keys = await run((transaction) => transaction.readMemberKeys([...places, newPlace(fixture().shardCount)]));
    const byId = new Map(keys.map((row) => [row.id, String(Buffer.from(row.wrappedKey))]));
    expect(byId).toEqual(
      new Map([
        [one.id, 'first'],
        [other.id, 'later'],
      ]),
    );
  });

  it('keeps of each personal value the newest, in whatever order they come', async () => {
    const member = newPlace(fixture().shardCount);
    await run((transaction) => transaction.insertMembers([member]));
    for (const [value, occurredAt] of [
      ['second', 2],
      ['third', 3],
      ['told again', 3],
      ['first', 1],
    ] as const) {
      const row = { ...member, name: 'name', ciphertext: Buffer.from(value), occurredAt };
      await run((transaction) => transaction.upsertSecrets([row]));
    }
    const kept = await fixture().readSecrets([member]);
    expect(kept.map(({ ciphertext, occurredAt }) => [String(Buffer.from(ciphertext)), occurredAt])).toEqual([
      ['told again', 3],
    ]);
  });
}

function describeMergeLog(fixture: Made, run: IngestRun): void {
  it('follows who was absorbed to who she is now, through merges within merges', async () => {
    const writer = createLogWriter(fixture().store, fixture().shardCount);
    const [a, b, c] = [await writer.newMember(), await writer.newMember(), await writer.newMember()];
    await writer.merge(b, a);
    await writer.merge(c, b);
    const survivors = await run((transaction) => transaction.readSurvivors([a, b, c]));
    expect(survivors).toEqual(
      new Map([
        [a.id, c.id],
        [b.id, c.id],
      ]),
    );
  });

  it('takes a refusal of the same join once, and keeps nobody apart whom nothing has parted', async () => {
    const writer = createLogWriter(fixture().store, fixture().shardCount);
    const [one, other] = [await writer.newMember(), await writer.newMember()];
    for (let n = 0; n < 2; n += 1)
      await run((transaction) => transaction.insertMergeLog([refusalOf(one, { absorbed: other })]));
    expect(await run((transaction) => transaction.readKeptApart([one.id, other.id]))).toEqual([]);
    expect((await run((transaction) => transaction.readSurvivors([other]))).size).toBe(0);
  });
}
