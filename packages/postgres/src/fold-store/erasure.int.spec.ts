import { facets, shardOf } from '@perennial/domain';
import { eraseMember } from '@perennial/engine';
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
