import { createIdentityPolicies, type MemberId } from '@perennial/domain';
import {
  createAppendFacts,
  createHandOver,
  foldBatch,
  verifyReplay,
  type AppendFacts,
  type BatchResult,
  type FoldStore,
  type HandOver,
  type LogRow,
} from '@perennial/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIngestStore } from '../stores/ingest-store.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring } from '../testing/ingest-fixtures.ts';

const allShards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();
let installation: FoldInstallation;
let handOver: HandOver;

beforeEach(async () => {
  installation = await createFoldInstallation();
  handOver = createHandOver();
  handOver.keepOnly(allShards);
});
afterEach(async () => {
  await installation?.close();
});

/** Ingestion that hands over as `signal` does; one that does nothing stands for another process, or one that ended after its commit. */
function ingestion(signal: (rows: readonly LogRow[]) => void): AppendFacts {
  return createAppendFacts({
    store: createIngestStore(installation.database),
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount: testShardCount,
    now: Date.now,
    signal: (_shards, rows) => signal(rows),
  });
}

const here = () => ingestion((rows) => handOver.give(rows));
const elsewhere = () => ingestion(() => undefined);

let serial = 0;
/** Orders, each of another person out of `people`, and a view of nobody's. */
function facts(count: number, people = 20) {
  return Array.from({ length: count }, (_, n) => {
    serial += 1;
    const payload = JSON.stringify({
      orderId: `o-${serial}`,
      amountMinor: 1_000 + n,
      lines: [{ productId: `p-${n}` }],
    });
    const phone = { type: 'phone', value: `+861351${String(serial % people).padStart(7, '0')}` };
    const isNobodys = n % 7 === 6;
    return prepare({
      messageId: `h-${serial}`,
      type: isNobodys ? 'page.viewed' : 'order.placed',
      payload,
      identities: isNobodys ? [] : [phone],
      occurredAt: Date.now() - 1_000,
    });
  });
}

async function foldAll(store: FoldStore = installation.store): Promise<Pick<BatchResult, 'steps' | 'handedOver'>> {
  const programs = await installation.createPrograms();
  const total = { steps: 0, handedOver: 0 };
  for (;;) {
    const batch = await foldBatch(store, programs, { shards: allShards, stepsMax: 1_000, handOver });
    if (batch.steps === 0) return total;
    total.steps += batch.steps;
    total.handedOver += batch.handedOver;
  }
}

/** Replaying the log gives what was folded (E2), and every order stands once (E1). */
async function expectReplayed(orders: number): Promise<void> {
  const report = await verifyReplay(installation.store, await installation.createPrograms(), {
    shardCount: testShardCount,
  });
  expect(report.examples).toEqual([]);
  const [counted] = await installation.database.rows<{ orders: number }>(
    { name: 'test_orders', text: 'select count(*) as orders from member_order' },
    [],
  );
  expect(counted?.orders).toBe(orders);
}

const ordersAmong = (sent: readonly { readonly type: string }[]) =>
  sent.filter(({ type }) => type === 'order.placed').length;

describe('facts handed over to the fold of the same process', () => {
  it('are folded without being read, and as they would have been', async () => {
    const append = here();
    const sent = facts(140);
    await append(sent.slice(0, 70));
    await append(sent.slice(70));
    expect(await foldAll()).toEqual({ steps: 140, handedOver: 140 });
    await expectReplayed(ordersAmong(sent));
  });

  it('are read when the process ended between the commit and the hand-over', async () => {
    const lost = facts(70);
    await elsewhere()(lost);
    const next = facts(70);
    await here()(next);
    const folded = await foldAll();
    expect(folded.steps).toBe(140);
    expect(folded.handedOver).toBeLessThan(140);
    await expectReplayed(ordersAmong([...lost, ...next]));
  });

  it('are read where another process has appended between them', async () => {
    const [own, other] = [here(), elsewhere()];
    const sent = Array.from({ length: 6 }, () => facts(40));
    for (const [n, part] of sent.entries()) await (n % 2 === 0 ? own : other)(part);
    expect((await foldAll()).steps).toBe(240);
    // Nobody else appends any more: where the log was read to its end, the hand-over goes on.
    const last = facts(40);
    await own(last);
    expect(await foldAll()).toEqual({ steps: 40, handedOver: 40 });
    await expectReplayed(ordersAmong([...sent.flat(), ...last]));
  });

  it('hold merges of members, and both sides are brought to date', async () => {
    const append = here();
    const browser = { type: 'anonymous_id', value: 'browser-1' };
    const phone = { type: 'phone', value: '+8613400000001' };
    const at = Date.now() - 1_000;
    await append([
      prepare({ messageId: 'merge-1', identities: [browser], occurredAt: at }),
      prepare({ messageId: 'merge-2', identities: [phone], occurredAt: at }),
      prepare({ messageId: 'merge-3', type: 'member.signed_in', identities: [phone, browser], occurredAt: at }),
    ]);
    const folded = await foldAll();
    expect(folded.handedOver).toBe(folded.steps);
    const members = await installation.database.rows<{ id: MemberId; status: number }>(
      { name: 'test_statuses', text: 'select id, status from member order by status' },
      [],
    );
    expect(members.map(({ status }) => status)).toEqual([0, 1]);
    await expectReplayed(0);
  });

  it('are folded once when a batch failed after it had done all of its work', async () => {
    const sent = facts(70);
    await here()(sent);
    // A batch that failed is tried once more, each member by herself.
    let failures = 2;
    const store: FoldStore = {
      ...installation.store,
      transaction: (name, work) =>
        installation.store.transaction(name, async (transaction) => {
          const done = await work(transaction);
          failures -= 1;
          if (failures >= 0) throw new Error('the connection was lost before the commit');
          return done;
        }),
    };
    await expect(foldAll(store)).rejects.toThrow('lost before the commit');
    expect(await foldAll(store)).toEqual({ steps: 70, handedOver: 70 });
    await expectReplayed(ordersAmong(sent));
  });

  it('are of a worker’s own shards: two workers of one process share them', async () => {
    const workers = [await installation.startWorker('worker-1'), await installation.startWorker('worker-2')];
    const sent = facts(140);
    for (let n = 0; n < sent.length; n += 20) await installation.append(sent.slice(n, n + 20));
    await installation.folded();
    await Promise.all(workers.map((worker) => worker.stop()));
    await expectReplayed(ordersAmong(sent));
  });
});
