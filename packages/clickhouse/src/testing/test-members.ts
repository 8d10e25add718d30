import type { MemberId } from '@perennial/domain';
import type { MemberMetrics, ShippedMember, ShippedTimeline } from '@perennial/engine';

/** Made-up members with timelines, the same ones each time, for tests that count them by hand beside the lens. */
export interface TestMember {
  readonly storeId: string;
  readonly member: ShippedMember;
  readonly timeline: ShippedTimeline;
}

export const lifecycle = 'lifecycle';
export const dayMs = 86_400_000;
/** Midnight of 1 January 2025 in Shanghai. */
export const firstDayAt = Date.parse('2025-01-01T00:00:00+08:00');
/** All timelines end before it. */
export const nowAt = firstDayAt + 365 * dayMs;
const stages = ['new', 'active', 'silent', 'dormant', 'churned'] as const;

export function createTestMembers(count: number): readonly TestMember[] {
  const random = createRandom(20_250_101);
  return Array.from({ length: count }, (_, index) => createTestMember(index, random));
}

function createTestMember(index: number, random: () => number): TestMember {
  const memberId = `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}` as MemberId;
  const shard = index % 16;
  const entries: { at: number; stage: string }[] = [];
  let at = firstDayAt + Math.floor(random() * 300) * dayMs + Math.floor(random() * dayMs);
  while (at < nowAt && entries.length < 6) {
    const stage = entries.length === 0 ? 'new' : (stages[1 + Math.floor(random() * 4)] ?? 'active');
    if (stage !== entries.at(-1)?.stage) entries.push({ at, stage });
    at += Math.floor((1 + random() * 60) * dayMs);
  }
  const isReactivation = entries.map((entry, place) => entry.stage === 'active' && isGone(entries[place - 1]?.stage));
  const timeline: ShippedTimeline = {
    shard,
    memberId,
    lifecycle,
    isReactivation,
    isActed: isReactivation.map(() => true),
    fromAt: entries.map((entry) => entry.at),
    stages: entries.map((entry) => entry.stage),
  };
  const chance = random();
  const orders = Math.floor(random() * 5);
  return { storeId: `s${index % 3}`, member: createSnapshot(timeline, { index, orders, chance }), timeline };
}

interface MadeUp {
  readonly index: number;
  readonly orders: number;
  /** From 0 to 1: how much of the next sixty days passes until she changes. */
  readonly chance: number;
}

function createSnapshot(timeline: ShippedTimeline, { index, orders, chance }: MadeUp): ShippedMember {
  const stage = timeline.stages.at(-1) ?? '';
  const sinceAt = timeline.fromAt.at(-1) ?? 0;
  const firstAt = timeline.fromAt[0] ?? 0;
  const nextAt = stage === 'churned' ? null : nowAt + Math.floor(chance * 60 * dayMs);
  const orderedAt = orders > 0 ? sinceAt : null;
  return {
    shard: timeline.shard,
    memberId: timeline.memberId,
    status: index % 50 === 49 ? 'absorbed' : 'live',
    mergedInto: null,
    position: 1,
    clockAt: nowAt,
    programVersion: 1,
    createdAt: firstAt,
    tags: index % 5 === 0 ? ['vip'] : [],
    stages: [{ lifecycle, stage, sinceAt, nextAt, nextStage: nextAt === null ? '' : 'silent', reactivations: 0 }],
    metrics: {
      ...noMetrics,
      orders,
      netMinor: orders * 1000 - index,
      firstAt,
      firstOrderAt: orderedAt,
      lastOrderAt: orderedAt,
    },
  };
}

const noMetrics: MemberMetrics = {
  facts: 3,
  orders: 0,
  cancelledOrders: 0,
  refunds: 0,
  grossMinor: 0,
  netMinor: 0,
  reviews: 0,
  registeredAt: null,
  firstAt: null,
  firstOrderAt: null,
  lastOrderAt: null,
  lastInteractionAt: null,
  medianGapMs: null,
};

function isGone(stage: string | undefined): boolean {
  return stage === 'silent' || stage === 'dormant' || stage === 'churned';
}

/** A linear congruential generator (Numerical Recipes): tests must not depend on chance. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** Stage at an instant, '' before the first entry. */
export function stageAt(timeline: ShippedTimeline, at: number): string {
  return timeline.stages[timeline.fromAt.findLastIndex((from) => from <= at)] ?? '';
}
