import { expect, it } from 'vitest';
import type { IngestTransaction } from '../append/ingest-store.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import { waitingMax, type OrderClaim } from '../orders/order-rows.ts';
import { meet } from './fixture.ts';
import { newHash, newPlace } from './log-writer.ts';

interface Made {
  readonly shardCount: number;
}

type Run = <T>(work: (transaction: IngestTransaction) => Promise<T>) => Promise<T>;

function claimOf(id: string, owner: MemberPlace, isStrong = true): OrderClaim {
  return { id, shard: owner.shard, owner: { memberId: owner.id, identity: newHash(), isStrong } };
}

const ofNobody = (id: string): OrderClaim => ({ id, shard: null, owner: null });

/** What the claims of orders do within the store of ingest. */
export function describeOrderClaims(fixture: () => Made, run: Run): void {
  const claim = (...claims: readonly OrderClaim[]) => run((transaction) => transaction.claimOrders(claims));
  const newOwner = () => newPlace(fixture().shardCount);

  it('gives an order to the first who claims it, and the others his name', async () => {
    const id = newHash();
    const first = claimOf(id, newOwner());
    expect(await claim(first)).toEqual([]);
    expect(await claim(first)).toEqual([]);
    expect(await claim(claimOf(id, newOwner()))).toEqual([{ id, owner: first.owner, waiting: [] }]);
    expect(await run((transaction) => transaction.readOrders([id, newHash()]))).toEqual([{ id, owner: first.owner }]);
  });

  it('gives it to a strong identity after a weak one, and never the other way round', async () => {
    const id = newHash();
    await claim(claimOf(id, newOwner(), false));
    const strong = claimOf(id, newOwner());
    expect(await claim(strong)).toEqual([]);
    expect(await claim(claimOf(id, newOwner(), false))).toMatchObject([{ owner: strong.owner }]);
  });

  it('gives one that nobody owns to the next who claims it, with what waits for him', async () => {
    const id = newHash();
    expect(await claim(ofNobody(id))).toEqual([]);
    const places = [
      { shard: 0, position: 4 },
      { shard: 1, position: 2 },
    ];
    await run(async (transaction) => {
      await transaction.claimOrders([ofNobody(id)]);
      await transaction.noteWaiting(places.map((place) => ({ id, ...place })));
    });
    const first = claimOf(id, newOwner());
    const taken = await run(async (transaction) => {
      const held = await transaction.claimOrders([first]);
      await transaction.clearWaiting([id]);
      return held;
    });
    expect(taken).toEqual([{ id, owner: first.owner, waiting: places }]);
    expect(await claim(first)).toEqual([]);
  });

  it('notes no more than so many facts of nobody of one order', async () => {
    const id = newHash();
    const facts = Array.from({ length: waitingMax + 5 }, (_, n) => ({ id, shard: 0, position: n + 1 }));
    await run(async (transaction) => {
      await transaction.claimOrders([ofNobody(id)]);
      await transaction.noteWaiting(facts.slice(0, 60));
      await transaction.noteWaiting(facts.slice(60));
    });
    const [held] = await claim(ofNobody(id));
    expect(held?.waiting).toEqual(facts.slice(0, waitingMax).map(({ shard, position }) => ({ shard, position })));
  });

  it('holds an order until the end: who claims it meanwhile waits', async () => {
    for (const isGivenUp of [false, true]) {
      const id = newHash();
      const first = claimOf(id, newOwner());
      const { got, hasWaited } = await meet(run, {
        first: (transaction) => transaction.claimOrders([first]),
        second: (transaction) => transaction.claimOrders([claimOf(id, newOwner())]),
        beside: () => run((transaction) => transaction.readOrders([id])),
        isGivenUp,
      });
      expect([hasWaited, got.map(({ owner }) => owner)]).toEqual([true, isGivenUp ? [] : [first.owner]]);
    }
  });
}
