import {
  applyStep,
  clearChanges,
  compileProgram,
  createDayTable,
  createDefaultProgram,
  createFoldContext,
  createMemberWork,
  fiveStages,
  sixStages,
  type FactPayload,
  type FactStep,
  type LifecycleDocument,
  type MemberId,
  type MemberWork,
} from '@perennial/domain';
import type { Benchmark, BenchmarkOptions, Figure } from './benchmark.ts';

const zone = 'Asia/Shanghai';
const startAt = Date.UTC(2025, 0, 1);
const spanMs = 365 * 86_400_000;
const batchSteps = 5_000;

/** Deterministic numbers in [0, 1): Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const otherTypes = [
  'page.viewed',
  'page.viewed',
  'page.viewed',
  'page.viewed',
  'product.viewed',
  'product.viewed',
  'member.signed_in',
  'message.sent',
] as const;
const channels = ['web', 'mini_program', 'shop'] as const;

/** 14 % placed, 5 % paid, 1 % refunded; the rest is what people do between orders. */
function createSteps(count: number, members: number): FactStep[] {
  const random = createRandom(7);
  const lastOrder = new Map<number, FactPayload>();
  const steps: FactStep[] = [];
  for (let n = 0; n < count; n += 1) {
    const member = Math.floor(random() * members);
    const dice = random();
    const known = lastOrder.get(member);
    let type: string = otherTypes[Math.floor(random() * otherTypes.length)] ?? 'page.viewed';
    let payload: FactPayload = { url: '/p/1' };
    if (dice < 0.14 || (dice < 0.2 && known === undefined)) {
      type = 'order.placed';
      payload = createOrder(`${member}-${n}`, random());
      lastOrder.set(member, payload);
    } else if (dice < 0.2 && known !== undefined) {
      type = dice < 0.19 ? 'order.paid' : 'order.refunded';
      payload = known;
    }
    steps.push(
      createStep({
        n,
        member,
        type,
        at: startAt + Math.floor((n / count) * spanMs),
        payload,
        channel: channels[n % 3] ?? 'web',
      }),
    );
  }
  return steps;
}

function createOrder(orderId: string, chance: number): FactPayload {
  const amountMinor = 5_000 + Math.floor(chance * 50_000);
  return {
    orderId,
    amountMinor,
    currency: 'CNY',
    lines: [{ productId: 'p1', category: 'Skin/Serum', quantity: 2, amountMinor }],
  };
}

interface StepParts {
  readonly n: number;
  readonly member: number;
  readonly type: string;
  readonly at: number;
  readonly payload: FactPayload;
  readonly channel: string;
}

function createStep(parts: StepParts): FactStep {
  const { payload } = parts;
  return {
    kind: 'fact',
    shard: 0,
    position: parts.n + 1,
    memberId: memberIdOf(parts.member),
    source: 'bench',
    messageId: `m${parts.n}`,
    type: parts.type,
    occurredAt: parts.at,
    recordedAt: parts.at + 50,
    isBackfill: false,
    channel: parts.channel,
    storeId: '',
    payload: () => payload,
  };
}

function memberIdOf(member: number): MemberId {
  return `00000000-0000-7000-8000-${member.toString(16).padStart(12, '0')}` as MemberId;
}

interface Folded {
  readonly factsPerSecond: number;
  readonly derived: number;
}

/** Folds in batches as the engine does: what changed is counted, as if written, and cleared after every batch. */
function foldAll(steps: readonly FactStep[], indexes: readonly number[], lifecycle: LifecycleDocument): Folded {
  const days = createDayTable(zone);
  const program = compileProgram(createDefaultProgram(lifecycle), { version: 1, effectiveAt: 0 }, days);
  const context = createFoldContext({ programs: [program], zone });
  const works: (MemberWork | undefined)[] = [];
  const touched = new Set<MemberWork>();
  let derived = 0;
  const startedAt = performance.now();
  for (const [n, step] of steps.entries()) {
    const index = indexes[n] ?? 0;
    const work = (works[index] ??= createMemberWork(step.memberId, 0));
    applyStep(work, step, context);
    touched.add(work);
    if ((n + 1) % batchSteps !== 0) continue;
    for (const one of touched) {
      derived += one.changes.derived.length;
      clearChanges(one);
    }
    touched.clear();
  }
  return { factsPerSecond: (steps.length / (performance.now() - startedAt)) * 1000, derived };
}

export const benchmark = {
  name: 'pure-fold',
  description: 'the member fold in memory on one core: no store, no network, no parsing of payloads',
  run: async (options: BenchmarkOptions) => {
    const count = options.isQuick ? 100_000 : 2_000_000;
    const members = options.isQuick ? 10_000 : 200_000;
    options.progress(`making ${count} facts of ${members} members`);
    const steps = createSteps(count, members);
    const indexes = steps.map((step) => Number.parseInt(step.memberId.slice(-12), 16));
    const warmup = steps.slice(0, count / 10);
    const figures: Figure[] = [];
    for (const [name, lifecycle] of [
      ['six stages', sixStages],
      ['five stages, personal windows', fiveStages],
    ] as const) {
      foldAll(warmup, indexes, lifecycle);
      const samples: number[] = [];
      for (let repetition = 0; repetition < options.repetitions; repetition += 1) {
        const folded = foldAll(steps, indexes, lifecycle);
        options.progress(`${name}: ${Math.round(folded.factsPerSecond)} facts/s, ${folded.derived} derived facts`);
        samples.push(folded.factsPerSecond);
      }
      figures.push({ name, samples, unit: 'facts/s', target: { atLeast: 500_000 } });
    }
    return {
      figures,
      conditions: { facts: count, members, 'facts about orders': '20 %', 'steps a batch': batchSteps, zone },
    };
  },
} satisfies Benchmark;
