import type { MemberId } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import { readAhead } from './read-ahead.ts';

const ann = '00000000-0000-7000-8000-00000000000a' as MemberId;

function factOf(hash: string, order?: string): PreparedFact {
  return {
    source: 'shop',
    messageId: hash,
    messageKey: hash,
    bodyHash: 1,
    type: 'order.paid',
    occurredAt: 1,
    isBackfill: false,
    channel: '',
    storeId: '',
    identities: [{ type: 't', value: 'v', hash, tailHash: null, priority: 1, isStrong: true }],
    payload: '{}',
    secrets: [],
    ...(order === undefined ? {} : { order: { keys: [order], otherKeys: [] } }),
  };
}

/** A store that says what it was asked for. */
function createStore() {
  const asked: string[] = [];
  return {
    asked,
    async readIdentities(hashes: readonly string[]) {
      asked.push(`identities ${hashes.join()}`);
      return hashes.map((hash) => ({ hash, type: 't', shard: 0, memberId: ann }));
    },
    async readOrders(ids: readonly string[]) {
      asked.push(`orders ${ids.join()}`);
      return ids.map((id) => ({ id, owner: null }));
    },
  };
}

const nobodyKnown = (): undefined => undefined;

describe('reading ahead', () => {
  it('asks for all owners and orders at once, and answers from them', async () => {
    const store = createStore();
    const ahead = readAhead(store, [factOf('a', 'o1'), factOf('b', 'o2'), factOf('c')], nobodyKnown);
    expect(store.asked).toEqual(['identities a,b,c', 'orders o1,o2']);
    expect((await ahead.readIdentities(['c', 'a'])).map(({ hash }) => hash)).toEqual(['a', 'c']);
    expect((await ahead.readOrders(['o2'])).map(({ id }) => id)).toEqual(['o2']);
    expect(store.asked.length).toBe(2);
  });

  it('asks for nothing that is known or that there is not', async () => {
    const store = createStore();
    readAhead(store, [factOf('a')], () => ann);
    expect(store.asked).toEqual([]);
  });

  it('reads what it did not foresee', async () => {
    const store = createStore();
    const ahead = readAhead(store, [factOf('a')], nobodyKnown);
    expect((await ahead.readIdentities(['a', 'z'])).map(({ hash }) => hash)).toEqual(['a', 'z']);
    expect(store.asked).toEqual(['identities a', 'identities a,z']);
  });

  it('fails whoever asks, and nobody else, when it cannot be read', async () => {
    const store = { ...createStore(), readIdentities: () => Promise.reject(new Error('gone')) };
    const ahead = readAhead(store, [factOf('a')], nobodyKnown);
    await expect(ahead.readIdentities(['a'])).rejects.toThrow('gone');
  });
});
