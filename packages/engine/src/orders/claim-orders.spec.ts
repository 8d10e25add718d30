import type { MemberId } from '@perennial/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { ResolvedBatch, ResolvedFact } from '../resolution/resolve-batch.ts';
import { claimOrders } from './claim-orders.ts';
import type { HeldOrder } from './order-rows.ts';
import type { OrderClaims } from './order-store.ts';

const shardCount = 8;
const ann = '00000000-0000-7000-8000-00000000000a' as MemberId;
const bob = '00000000-0000-7000-8000-00000000000b' as MemberId;

/** Orders in memory, and which statements were asked for. */
function createOrders() {
  const rows = new Map<string, HeldOrder>();
  const asked: string[] = [];
  const survivors = new Map<MemberId, MemberId>();
  const store: OrderClaims = {
    async readOrders(ids) {
      asked.push('read');
      return ids.flatMap((id) => rows.get(id) ?? []);
    },
    async claimOrders(claims) {
      asked.push('claim');
      return claims.flatMap(({ id, owner }) => {
        const known = rows.get(id) ?? { id, owner: null, waiting: [] };
        const isTaken = known.owner === null || (owner?.isStrong === true && !known.owner.isStrong);
        const held = isTaken ? { ...known, owner } : known;
        rows.set(id, held);
        return held.waiting.length > 0 || held.owner?.memberId !== owner?.memberId ? [held] : [];
      });
    },
    async readSurvivors() {
      asked.push('survivors');
      return survivors;
    },
    async readLoggedFacts() {
      asked.push('facts');
      return [];
    },
  };
  return { rows, asked, survivors, store };
}

let orders: ReturnType<typeof createOrders>;
beforeEach(() => {
  orders = createOrders();
});

function fact(key: string | null, memberId: MemberId | null, isStrong = true): ResolvedFact {
  const identity = { type: 't', value: 'v', hash: `${memberId}`, tailHash: null, priority: 1, isStrong };
  const prepared: PreparedFact = {
    source: 'shop',
    messageId: 'm',
    messageKey: 'k',
    bodyHash: 1,
    type: 'order.paid',
    occurredAt: 1,
    isBackfill: false,
    channel: '',
    storeId: '',
    identities: memberId === null ? [] : [identity],
    payload: '{}',
    secrets: [],
    ...(key === null ? {} : { order: { keys: [key], otherKeys: [] } }),
  };
  return { fact: prepared, memberId, changes: [] };
}

const givenOf = (fact: PreparedFact): PreparedFact => fact;

async function place(...facts: readonly ResolvedFact[]): Promise<readonly (MemberId | null)[]> {
  const batch: ResolvedBatch = { facts, ownersBefore: new Map(), ownersAfter: new Map(), headsRead: [], givenOf };
  const { batch: placed } = await claimOrders(orders.store, batch, shardCount);
  return placed.facts.map(({ memberId }) => memberId);
}

describe('claiming the orders of a batch', () => {
  it('asks nothing where there are none', async () => {
    expect(await place(fact(null, ann), fact(null, null))).toEqual([ann, null]);
    expect(orders.asked).toEqual([]);
  });

  it('claims all that are new in one statement, and only reads those of known owners', async () => {
    expect(await place(fact('a', ann), fact('b', bob), fact('c', null))).toEqual([ann, bob, null]);
    expect(orders.asked).toEqual(['read', 'claim']);
    orders.asked.length = 0;
    expect(await place(fact('a', ann), fact('b', bob))).toEqual([ann, bob]);
    expect(orders.asked).toEqual(['read']);
  });

  it('holds an order for which a fact of nobody waits, each time', async () => {
    await place(fact('c', null));
    orders.asked.length = 0;
    await place(fact('c', null));
    expect(orders.asked).toEqual(['read', 'claim']);
  });

  it('asks who an owner is now only where the fact does not name her', async () => {
    await place(fact('a', ann));
    orders.asked.length = 0;
    orders.survivors.set(ann, bob);
    expect(await place(fact('a', null))).toEqual([bob]);
    expect(orders.asked).toEqual(['read', 'survivors']);
  });

  it('splits a fact that goes to somebody else by the identity of the order, and leaves what is personal to its bearer', async () => {
    const batch: ResolvedBatch = {
      facts: [fact('a', ann), fact('a', bob), fact('a', null)],
      ownersBefore: new Map(),
      ownersAfter: new Map(),
      headsRead: [],
      givenOf,
    };
    const { batch: placed } = await claimOrders(orders.store, batch, shardCount);
    expect(placed.facts.map(({ ofOrder }) => ofOrder)).toEqual([
      undefined,
      { identities: [ann], bearer: bob },
      { identities: [ann] },
    ]);
  });

  it('gives an order to the first strong identity, a weak one to none that has an owner', async () => {
    expect(await place(fact('a', ann, false), fact('a', bob), fact('a', null))).toEqual([bob, bob, bob]);
    expect(await place(fact('b', ann, false))).toEqual([ann]);
    expect(await place(fact('b', bob, false))).toEqual([ann]);
    expect(await place(fact('b', bob))).toEqual([bob]);
    expect(await place(fact('b', ann))).toEqual([bob]);
  });
});
