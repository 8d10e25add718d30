import { facets, shardOf } from '@perennial/domain';
import { eraseMember, type Kept, type PrivacyStore } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrivacyStore } from '../stores/privacy-store.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring, testKept } from '../testing/ingest-fixtures.ts';

const prepare = createPreparer();
let installation: FoldInstallation;

beforeAll(async () => {
  installation = await createFoldInstallation();
});
afterAll(async () => {
  await installation?.close();
});

describe('a member erased while her facts wait for the fold', () => {
  it('stops nothing: the shard goes on, nobody is parked, she stays erased', async () => {
    const identities = [{ type: 'phone', value: '+8613911112222' }];
    const facts = Array.from({ length: 5 }, (_, n) => prepare({ messageId: `e${n}`, identities }));
    const [verdict] = await installation.append(facts);
    if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('accepted for a member');
    const place = { id: verdict.memberId, shard: shardOf(verdict.memberId, testShardCount) };
    const privacy = {
      store: createPrivacyStore(installation.database, facets),
      keyring: createTestKeyring(),
      audit: () => Promise.resolve(),
      kept: testKept,
    };
    await eraseMember(privacy, place, { by: 'li', reason: 'asked' });
    await installation.append([prepare({ messageId: 'e-later', identities })]);

    const worker = await installation.startWorker();
    try {
      await installation.folded();
    } finally {
      await worker.stop();
    }
    const rows = await installation.database.rows<{ status: number; parked: number }>(
      {
        name: 'test_erased',
        text: 'select status, (select count(*) from parked_member) as parked from member order by status',
      },
      [],
    );
    expect(rows).toEqual([
      { status: 0, parked: 0 },
      { status: 2, parked: 0 },
    ]);
  });
});

describe('a long log', () => {
  it('is rewritten before the heads are locked, and under them what came since', async () => {
    const identities = [{ type: 'phone', value: '+8613911113333' }];
    const told = (messageId: string) =>
      prepare({ messageId, identities, type: 'review.posted', payload: JSON.stringify({ text: 'zoe' }) });
    const [verdict] = await installation.append(Array.from({ length: 30 }, (_, n) => told(`long-${n}`)));
    if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('accepted for a member');
    const place = { id: verdict.memberId, shard: shardOf(verdict.memberId, testShardCount) };
    const store = createPrivacyStore(installation.database, facets);
    const order: string[] = [];
    let rewritten = 0;
    const kept = (): Kept => ({ ...testKept(), erasureMeaningsOf: () => ((rewritten += 1), new Map()) });
    const watched: PrivacyStore = {
      ...store,
      transaction: (name, work) =>
        store.transaction(name, (transaction) =>
          work({
            ...transaction,
            async eraseSteps(members, rewriting) {
              const before = rewritten;
              await transaction.eraseSteps(members, rewriting);
              order.push(`${rewritten - before} facts`);
              // Somebody is on his way with a fact of hers, and waits for nothing.
              if (rewriting.upTo !== undefined) await installation.append([told('late')]);
            },
            lockMembers(members) {
              order.push('members');
              return transaction.lockMembers(members);
            },
            lockHeads(shards) {
              order.push('heads');
              return transaction.lockHeads(shards);
            },
          }),
        ),
    };
    const privacy = { store: watched, keyring: createTestKeyring(), audit: () => Promise.resolve(), kept };
    await eraseMember(privacy, place, { by: 'li', reason: 'asked' });
    expect(order).toEqual(['30 facts', 'members', 'heads', '1 facts']);
    const facts = await store.readFacts(place, { after: 0, upTo: null, limit: 99 });
    expect(facts).toHaveLength(31);
    expect(new Set(facts.map(({ identities: [index] }) => index)).size).toBe(1);
    expect(facts.filter(({ messageId, payload }) => !messageId.startsWith('erased-') || payload !== '{}')).toEqual([]);
  });
});
