import type { FactVerdict, Ingest } from '@perennial/engine';
import { upsertProducts, upsertStores } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createWorld, dayMs } from './demo-world.ts';
import type { DemoWorld } from './demo-world.ts';
import type { DemoLocale } from './brand.ts';
import { tellMember } from './member-story.ts';
import type { DemoFact } from './member-story.ts';
import { createRandom } from './random.ts';
import type { DemoRedemption } from './redeem-points.ts';

/** What makes one demo: the same recipe gives the same facts, under the same message ids. */
export interface DemoRecipe {
  readonly seed: number;
  readonly members: number;
  readonly locale: DemoLocale;
  /** Epoch milliseconds: the story's now. */
  readonly endsAt: number;
}

export interface DemoProgress {
  readonly membersTold: number;
  readonly facts: number;
}

export interface FillDemoOptions {
  readonly recipe: DemoRecipe;
  readonly database: Database;
  readonly ingest: Ingest;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DemoProgress) => void;
}

/** What was sent, and what is to be done when it is folded. */
export interface DemoFilled {
  readonly facts: number;
  readonly redemptions: readonly DemoRedemption[];
}

const batchFacts = 2_000;
const batchesUnderWayMax = 3;

/**
 * Sends a brand through the ingestion that every fact goes through: two years as history, member by member, because a member
 * whose facts come together is loaded once; then the last day as it happened.
 */
export async function fillDemo(options: FillDemoOptions): Promise<DemoFilled> {
  const { recipe, ingest, signal } = options;
  const world = createWorld(recipe.locale, recipe.endsAt);
  await writeReference(options.database, world);
  const sender = createSender(ingest);
  const recent: DemoFact[] = [];
  const redemptions: DemoRedemption[] = [];
  let history: DemoFact[] = [];
  for (let number = 0; number < recipe.members; number += 1) {
    const story = tellMember(world, createRandom(seedOf(recipe.seed, number)), number);
    redemptions.push(...redemptionOf(story, number));
    for (const fact of story) {
      (fact.occurredAt > recipe.endsAt - dayMs ? recent : history).push(fact);
    }
    if (history.length < batchFacts) continue;
    signal.throwIfAborted();
    await sender.send(history, true);
    history = [];
    options.onProgress({ membersTold: number + 1, facts: sender.sent() });
  }
  await sender.send(history, true);
  await sender.finish();
  await sender.send(
    recent.sort((one, other) => one.occurredAt - other.occurredAt),
    false,
  );
  await sender.finish();
  options.onProgress({ membersTold: recipe.members, facts: sender.sent() });
  return { facts: sender.sent(), redemptions };
}

/** Every so many-th member who buys again and again spends points on the last day. */
const redeemsEvery = 12;
const ordersBefore = 4;
const redeemedUnits = [200, 500, 300, 1000] as const;

function redemptionOf(story: readonly DemoFact[], number: number): readonly DemoRedemption[] {
  const orders = story.filter(({ type }) => type === 'order.placed');
  const phone = orders.at(-1)?.identities['phone'];
  if (number % redeemsEvery !== 0 || orders.length < ordersBefore || phone === undefined) return [];
  return [{ phone, units: redeemedUnits[(number / redeemsEvery) % redeemedUnits.length] ?? 200 }];
}

/** Neighbouring numbers must not give neighbouring streams. */
function seedOf(seed: number, number: number): number {
  return (Math.imul(number + 1, 2_654_435_761) ^ Math.imul(seed + 1, 40_503)) >>> 0;
}

/** Who the versions of products and stores say they are from. */
const writer = 'demo';

async function writeReference(database: Database, { brand }: DemoWorld): Promise<void> {
  await upsertProducts(
    database,
    brand.products.map((product) => ({ ...product, brand: '' })),
    writer,
  );
  await upsertStores(
    database,
    brand.stores.map((store) => ({ ...store, channel: 'shop' })),
    writer,
  );
}

interface Sender {
  send(facts: readonly DemoFact[], isBackfill: boolean): Promise<void>;
  finish(): Promise<void>;
  readonly sent: () => number;
}

function createSender(ingest: Ingest): Sender {
  const underWay: Promise<void>[] = [];
  let sent = 0;
  const take = async (facts: readonly DemoFact[], isBackfill: boolean): Promise<void> => {
    const verdicts = await ingest.takeValues(facts, { source: 'demo', isBackfill });
    const refused = verdicts.find((verdict) => verdict.kind === 'quarantined' || verdict.kind === 'rejected');
    if (refused !== undefined) throw new Error(`The demo's own fact was refused: ${reasonOf(refused)}`);
    sent += facts.length;
  };
  const awaitOldest = async (): Promise<void> => {
    await underWay[0];
    void underWay.shift();
  };
  return {
    async send(facts, isBackfill) {
      if (facts.length === 0) return;
      const sending = take(facts, isBackfill);
      // It is awaited in its turn; one that fails before that is not left without a listener.
      sending.catch(() => undefined);
      underWay.push(sending);
      while (underWay.length >= batchesUnderWayMax) await awaitOldest();
    },
    async finish() {
      while (underWay.length > 0) await awaitOldest();
    },
    sent: () => sent,
  };
}

function reasonOf(verdict: FactVerdict): string {
  return 'problem' in verdict ? `${verdict.problem.code}: ${verdict.problem.detail}` : verdict.kind;
}
