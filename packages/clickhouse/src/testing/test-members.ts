import { createLensLayout, facets } from '@perennial/domain';
import type { LensType, LensValue, MemberId } from '@perennial/domain';
import type { ShippedMember, ShippedRows } from '@perennial/engine';

/** Made-up members with timelines, the same ones each time, for tests that count them by hand beside the lens. */
export interface TestMember {
  readonly storeId: string;
  readonly member: TestSnapshot;
  readonly timeline: TestTimeline;
}

/** What is known of a member, by names that tests count by. */
export interface TestSnapshot extends Omit<ShippedMember, 'values'> {
  readonly stages: readonly TestStage[];
  readonly metrics: TestMetrics;
  readonly tags: readonly string[];
}

interface TestStage {
  readonly lifecycle: string;
  readonly stage: string;
  readonly sinceAt: number;
  readonly nextAt: number | null;
  readonly nextStage: string;
  readonly reactivations: number;
}

interface TestMetrics {
  readonly facts: number;
  readonly orders: number;
  readonly netMinor: number;
  readonly firstAt: number | null;
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
}

export interface TestTimeline {
  readonly shard: number;
  readonly memberId: MemberId;
  readonly lifecycle: string;
  readonly fromAt: readonly number[];
  readonly stages: readonly string[];
  readonly isReactivation: readonly boolean[];
  readonly isActed: readonly boolean[];
}

/** Where a member was seen. */
export interface TestPlace {
  readonly shard: number;
  readonly memberId: MemberId;
  readonly kind: 'purchase' | 'registration';
  readonly at: number;
  readonly storeId: string;
  readonly channel: string;
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
  const timeline: TestTimeline = {
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

function createSnapshot(timeline: TestTimeline, { index, orders, chance }: MadeUp): TestSnapshot {
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
      facts: 3,
      orders,
      netMinor: orders * 1000 - index,
      firstAt,
      firstOrderAt: orderedAt,
      lastOrderAt: orderedAt,
    },
  };
}

const layout = createLensLayout(facets);

/** As the shipping would send her: columns that tests do not count by are empty. */
export function shippedMember({ stages: standings, metrics, tags, ...header }: TestSnapshot): ShippedMember {
  const { facts, orders, netMinor, firstAt, firstOrderAt, lastOrderAt } = metrics;
  const known: Readonly<Record<string, LensValue>> = {
    lifecycles: standings.map((standing) => standing.lifecycle),
    stages: standings.map((standing) => standing.stage),
    since_at: standings.map((standing) => standing.sinceAt),
    next_at: standings.map((standing) => standing.nextAt),
    next_stages: standings.map((standing) => standing.nextStage),
    reactivations: standings.map((standing) => standing.reactivations),
    facts,
    orders,
    net_minor: netMinor,
    first_at: firstAt,
    first_order_at: firstOrderAt,
    last_order_at: lastOrderAt,
    joined_at: firstAt ?? header.createdAt,
    tags,
  };
  return { ...header, values: memberValues(known) };
}

/** In the order of the columns; those that are not known are empty. */
export function memberValues(known: Readonly<Record<string, LensValue>>): readonly LensValue[] {
  return layout.memberColumns.map(({ name, type }) => known[name] ?? emptyOf(type));
}

function emptyOf(type: LensType): LensValue {
  if (type.startsWith('list of')) return [];
  if (type.startsWith('map of')) return {};
  if (type.startsWith('nullable')) return null;
  return type === 'name' || type === 'text' ? '' : 0;
}

export function shippedTimelines(timelines: readonly TestTimeline[]): ShippedRows {
  const rows = timelines.map(({ shard, memberId, ...timeline }) => ({
    shard,
    memberId,
    values: [timeline.lifecycle, timeline.fromAt, timeline.stages, timeline.isReactivation, timeline.isActed],
  }));
  return { table: 'stage_timeline', rows };
}

/** Lies between all registrations and all purchases. */
const afterRegistrationsMs = 1e14;

export function shippedPlaces(places: readonly TestPlace[]): ShippedRows {
  const dated = (at: number, id: string) => (id === '' ? [-afterRegistrationsMs, ''] : [at, id]);
  const rows = places.map(({ shard, memberId, kind, at, storeId, channel }) => {
    const seenAt = at + (kind === 'purchase' ? afterRegistrationsMs : 0);
    return { shard, memberId, values: [dated(seenAt, storeId), dated(seenAt, channel)] };
  });
  return { table: 'member_place', rows };
}

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
export function stageAt(timeline: TestTimeline, at: number): string {
  return timeline.stages[timeline.fromAt.findLastIndex((from) => from <= at)] ?? '';
}
