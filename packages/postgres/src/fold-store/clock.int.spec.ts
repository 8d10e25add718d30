import type { MemberId } from '@perennial/domain';
import {
  createFoldMeter,
  createFoldSignal,
  readMember,
  startFoldWorker,
  verifyReplay,
  type AppendVerdict,
  type FoldWorker,
  type WakeClock,
} from '@perennial/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLeaseStore } from '../stores/lease-store.ts';
import {
  createFoldInstallation,
  systemClock,
  testShardCount,
  type FoldInstallation,
} from '../testing/fold-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const prepare = createPreparer();
let installation: FoldInstallation;
let worker: FoldWorker | undefined;
/** How far the worker's clock is behind the store's. */
let behindMs: number;

beforeEach(async () => {
  installation = await createFoldInstallation();
  behindMs = 0;
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await installation?.close();
});

/** A worker in a process of its own, so to speak: it hears no signals, and its clock can be set back. */
async function startWorker(): Promise<void> {
  const clock: WakeClock = { now: () => Date.now() - behindMs, wait: (ms, signal) => systemClock.wait(ms, signal) };
  worker = await startFoldWorker({
    worker: 'set back',
    store: installation.store,
    leases: createLeaseStore(installation.database, { shardCount: testShardCount }),
    programs: await installation.createPrograms(),
    signal: createFoldSignal(),
    clock,
    meter: createFoldMeter(),
  });
}

function order(person: number, occurredAt: number) {
  return prepare({
    messageId: `m-${person}-${occurredAt}`,
    type: 'order.placed',
    payload: JSON.stringify({ orderId: `o-${person}-${occurredAt}`, amountMinor: 100, lines: [] }),
    identities: [{ type: 'phone', value: `+861351${String(person).padStart(7, '0')}` }],
    occurredAt,
  });
}

function keyOf(verdict: AppendVerdict | undefined): { shard: number; id: MemberId } {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return { shard: verdict.shard, id: verdict.memberId };
}

async function storedStages(key: { shard: number; id: MemberId }): Promise<readonly string[]> {
  const rows = await installation.database.rows<{ stage: string }>(
    {
      name: 'test_stages_of',
      text: `select stage from stage_entry where shard = $1 and member_id = $2 and superseded_at is null order by valid_from`,
    },
    [key.shard, key.id],
  );
  return rows.map((row) => row.stage);
}

/** How long somebody who bought is new. */
async function newForMs(): Promise<number> {
  const occurredAt = Date.now() - dayMs;
  const [verdict] = await installation.append([order(0, occurredAt)]);
  const programs = await installation.createPrograms();
  const work = await readMember(installation.store, programs, { key: keyOf(verdict), asOf: Date.now() });
  return (work?.wakeAt ?? 0) - occurredAt;
}

async function replayDiffers(): Promise<number> {
  const programs = await installation.createPrograms();
  return (await verifyReplay(installation.store, programs, { shardCount: testShardCount })).differing;
}

describe('a clock that goes backwards', () => {
  it('in the process of a worker keeps nothing from being folded', async () => {
    await startWorker();
    await installation.append([order(1, Date.now() - dayMs)]);
    await installation.folded();
    behindMs = hourMs;
    await installation.append([order(2, Date.now() - dayMs)]);
    await installation.folded();
    expect(await replayDiffers()).toBe(0);
  });

  it('in the process of a worker keeps nobody from being woken by the clock of the store', async () => {
    const dueAt = Date.now() + 1_000;
    const [verdict] = await installation.append([order(1, dueAt - (await newForMs()))]);
    behindMs = hourMs;
    await startWorker();
    await expect.poll(() => storedStages(keyOf(verdict)), { timeout: 20_000, interval: 50 }).toEqual(['new', 'active']);
    expect(await replayDiffers()).toBe(0);
  });

  it('in the store leaves the order of the log: it goes on from the latest instant that it has told (E2)', async () => {
    await startWorker();
    const [first] = await installation.append([order(1, Date.now() - dayMs)]);
    await installation.folded();
    const aheadAt = Date.now() + hourMs;
    await installation.database.run(`update shard_head set recorded_at = ${aheadAt}`);
    for (let n = 2; n < 6; n += 1) await installation.append([order(1, Date.now() - n * dayMs), order(n, Date.now())]);
    await installation.folded();
    const [recorded] = await installation.database.rows<{ earliest: number; falls: number }>(
      {
        name: 'test_recorded',
        text: `select min(recorded_at) filter (where position > 1) as earliest,
                      count(*) filter (where recorded_at < before) as falls
                 from (select position, recorded_at, lag(recorded_at) over (partition by shard order by position) as before
                         from fact where shard = $1) f`,
      },
      [keyOf(first).shard],
    );
    expect(recorded).toEqual({ earliest: aheadAt, falls: 0 });
    const seals = await installation.store.seal([keyOf(first).shard]);
    expect(seals[0]?.sealedAt).toBe(aheadAt);
    expect(await replayDiffers()).toBe(0);
  });
});
