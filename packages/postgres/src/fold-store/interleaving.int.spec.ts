import { createDefaultProgram, facets, fiveStages, sixStages } from '@perennial/domain';
import {
  AppendContentionError,
  eraseMember,
  undoMerge,
  verifyReplay,
  type MemberPlace,
  type PreparedFact,
} from '@perennial/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { createMergeStore } from '../stores/merge-store.ts';
import { createPrivacyStore } from '../stores/privacy-store.ts';
import { createFoldInstallation, testShardCount, type FoldInstallation } from '../testing/fold-fixtures.ts';
import { createPreparer, createTestKeyring, testKept } from '../testing/ingest-fixtures.ts';

const dayMs = 86_400_000;
const prepare = createPreparer();

/** Mulberry32: the same interleaving of choices every run; what the machine adds in timing is the point of the test. */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const types = [
  'product.viewed',
  'member.signed_in',
  'order.placed',
  'order.paid',
  'order.refunded',
  'order.cancelled',
  'review.posted',
  'attributes.changed',
];

/**
 * A fact of one of `people`, at a random time of the last two years, now and then with an anonymous identity too; one in five
 * about an order names nobody, or somebody else.
 */
function randomFact(chance: (below: number) => number, serial: number, people: number): PreparedFact {
  const person = chance(people);
  const type = types[chance(types.length)] ?? 'product.viewed';
  const orderId = `o-${person}-${chance(4)}`;
  const payloads: Record<string, object> = {
    'review.posted': { rating: 1 + chance(5) },
    'attributes.changed': { attributes: { city: `city-${chance(9)}` } },
    'order.refunded': { orderId, refundId: `r-${chance(2)}`, amountMinor: 100 * chance(20) },
  };
  const phone = { type: 'phone', value: `+861361${String(person).padStart(7, '0')}` };
  const browser = { type: 'anonymous_id', value: `browser-${person}` };
  const other = { type: 'phone', value: `+861361${String(chance(people)).padStart(7, '0')}` };
  const who = chance(10);
  const ofOrder = type.startsWith('order.') ? [[], [other]][chance(10)] : undefined;
  return prepare({
    messageId: `m-${serial}`,
    type,
    occurredAt: Date.now() - chance(730) * dayMs - chance(dayMs),
    payload: JSON.stringify(payloads[type] ?? { orderId, amountMinor: 1_000 + 100 * chance(90), lines: [] }),
    identities: ofOrder ?? (who < 2 ? [browser] : who < 4 ? [phone, browser] : [phone]),
  });
}

/** Sends a batch until it is answered: a connection that was killed under it leaves nothing, and the retry is the same. */
async function sendSurely(installation: FoldInstallation, facts: readonly PreparedFact[]): Promise<number> {
  for (;;) {
    try {
      const verdicts = await installation.append(facts);
      return verdicts.filter((verdict) => verdict.kind === 'accepted').length;
    } catch (error) {
      if (error instanceof AppendContentionError) throw error;
    }
  }
}

const killOne = `select pg_terminate_backend(pid) from pg_stat_activity
                  where datname = current_database() and pid <> pg_backend_pid() and application_name = 'perennial'
                  order by random() limit 1`;

/** Takes one merge back, if there is one; the facts sent later bring the two together only by what they share anew. */
async function undoOne(live: FoldInstallation): Promise<number> {
  const [merge] = await live.database.rows<{ merge_id: string }>(
    {
      name: 'test_pick_merge',
      text: `select merge_id from merge_log g
              where status = 'merged' and not exists (select 1 from member m where m.status = 2 and m.id in (g.survivor_id, g.absorbed_id))
              order by merge_id limit 1`,
    },
    [],
  );
  if (merge === undefined) return 0;
  const signal = (shards: readonly number[]): void => live.signal.raise(shards);
  const outcome = await undoMerge({ store: createMergeStore(live.database), signal }, merge.merge_id, 'test');
  return outcome.kind === 'undone' ? 1 : 0;
}

/** Erases the first of those who are left, with all whom she took in. */
async function eraseOne(live: FoldInstallation): Promise<number> {
  const [member] = await live.database.rows<MemberPlace>(
    {
      name: 'test_pick_member',
      text: `select m.shard, m.id from member m where m.status = 0 order by m.id limit 1`,
    },
    [],
  );
  if (member === undefined) return 0;
  const store = createPrivacyStore(live.database, facets);
  const options = {
    store,
    keyring: createTestKeyring(),
    audit: () => Promise.resolve(),
    kept: testKept,
  };
  const report = await eraseMember(options, member, { by: 'test', reason: 'test' });
  live.signal.raise(report.members.map(({ shard }) => shard));
  return 1;
}

let installation: FoldInstallation | undefined;
afterEach(async () => {
  await installation?.close();
  installation = undefined;
});

describe.each([1, 2, 3])(
  'interleaving %i of ingest, two workers, merges and their undoing, erasures, publishing and lost connections',
  (seed) => {
    it('gives the state of folding the log by position, each message once', async () => {
      const live = await createFoldInstallation(createDefaultProgram(sixStages));
      installation = live;
      const chance = createChance(seed);
      const facts = Array.from({ length: 2_000 }, (_, serial) => randomFact(chance, serial, 60));
      const workers = [await live.startWorker('worker-1'), await live.startWorker('worker-2')];
      const sendPart = async (part: number): Promise<void> => {
        for (let start = part * 50; start < facts.length; start += 200) {
          const batch = facts.slice(start, start + 50);
          // Part of the batch before goes again, as a client does that lost the answer.
          const again = facts.slice(Math.max(0, start - 10), start);
          await sendSurely(live, [...again, ...batch]);
        }
      };
      let undone = 0;
      let erased = 0;
      const disturb = async (): Promise<void> => {
        for (let round = 0; round < 8; round += 1) {
          await live.folded();
          await live.database.run(killOne).catch(() => undefined);
          undone += await undoOne(live).catch(() => 0);
          erased += await eraseOne(live).catch(() => 0);
          if (round === 3) {
            const request = {
              documents: createDefaultProgram(fiveStages),
              publishedAt: Date.now(),
              publishedBy: 'test',
              note: '',
              restores: null,
            };
            await live.programStore.publish(request);
          }
        }
      };
      await Promise.all([sendPart(0), sendPart(1), sendPart(2), sendPart(3), disturb().catch(() => undefined)]);
      undone += await undoOne(live);
      erased += await eraseOne(live);
      expect(undone).toBeGreaterThan(0);
      expect(erased).toBeGreaterThan(0);
      await live.folded();
      await expect.poll(() => behind(live), { timeout: 20_000, interval: 20 }).toBe(0);
      const programs = await live.createPrograms();
      const report = await verifyReplay(live.store, programs, { shardCount: testShardCount });
      expect(report.examples).toEqual([]);
      const [logged] = await live.database.rows<{ facts: number; messages: number; attached: number }>(
        {
          name: 'test_logged',
          text: `select count(*) filter (where kind = 0) as facts, count(distinct message_id) filter (where kind = 0) as messages,
                        count(*) filter (where kind = 6) as attached from fact where kind in (0, 6)`,
        },
        [],
      );
      // What waited for its order's owner stands where it was nobody's too, with a mark.
      const attached = logged?.attached ?? 0;
      expect(attached).toBeGreaterThan(0);
      expect(logged).toEqual({ facts: facts.length + attached, messages: facts.length, attached });
      await Promise.all(workers.map((worker) => worker.stop()));
    });
  },
);

async function behind(live: FoldInstallation): Promise<number> {
  const version = (await live.programStore.versions()).at(-1)?.version ?? 0;
  const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
  const counts = await live.store.countBehind(shards, version);
  return counts.reduce((sum, { count }) => sum + count, 0);
}
