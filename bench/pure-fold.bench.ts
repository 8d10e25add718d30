import {
  applyStep,
  compileProgram,
  createDayTable,
  createDefaultProgram,
  createFacets,
  createFoldContext,
  createMember,
  facets,
  fiveStages,
  lifecycleFacet,
  sixStages,
  type Facets,
  type FactPayload,
  type FactStep,
  type FoldContext,
  type LifecycleDocument,
  type Member,
  type MemberId,
} from '@perennial/domain';
import { createToyProgram, toyFacets } from '@perennial/domain/testing';
import type { Benchmark, BenchmarkOptions, Figure } from './support/benchmark.ts';
import { createRandom } from './support/random.ts';
import { median } from './support/report.ts';

const zone = 'Asia/Shanghai';
const startAt = Date.UTC(2025, 0, 1);
const spanMs = 365 * 86_400_000;
const factsPerMember = 10;

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

/** 14 % placed, 5 % paid, 1 % refunded; the rest is what people do between orders. Each member's facts in turn, by time. */
function createLogs(members: number, factsPerMember: number): FactStep[] {
  const random = createRandom(7);
  const steps: FactStep[] = [];
  for (let member = 0; member < members; member += 1) {
    const instants = Array.from({ length: factsPerMember }, () => startAt + Math.floor(random() * spanMs)).toSorted(
      (a, b) => a - b,
    );
    let known: FactPayload | undefined;
    for (const at of instants) {
      const dice = random();
      let type: string = otherTypes[Math.floor(random() * otherTypes.length)] ?? 'page.viewed';
      let payload: FactPayload = pageView;
      if (dice < 0.14 || (dice < 0.2 && known === undefined)) {
        type = 'order.placed';
        payload = createOrder(`o${steps.length}`, random());
        known = payload;
      } else if (dice < 0.2 && known !== undefined) {
        type = dice < 0.19 ? 'order.paid' : 'order.refunded';
        payload = known;
      }
      steps.push(
        createStep({ n: steps.length, member, type, at, payload, channel: channels[steps.length % 3] ?? 'web' }),
      );
    }
  }
  return steps;
}

const pageView: FactPayload = { url: '/p/1' };

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

const microsecondsPerSecond = 1_000_000;

interface Folded {
  /** Of processor time of the whole process, collecting garbage included: what one core gives, whoever else uses it. */
  readonly factsPerSecond: number;
  readonly derived: number;
}

function contextOf(lifecycle: LifecycleDocument): FoldContext {
  const days = createDayTable(zone);
  const program = compileProgram(createDefaultProgram(lifecycle), { version: 1, effectiveAt: 0 }, { days, facets });
  return createFoldContext({ programs: [program], days });
}

/** What one member views: nothing but pages, which no facet but activity hears. */
function createViews(members: number): FactStep[] {
  return Array.from({ length: members * factsPerMember }, (_, n) =>
    createStep({
      n,
      member: Math.floor(n / factsPerMember),
      type: 'page.viewed',
      at: startAt + (n % factsPerMember) * 86_400_000 + n,
      payload: pageView,
      channel: channels[n % channels.length] ?? 'web',
    }),
  );
}

/** Each member's log in turn, from nothing to her state, rows and effects, as verification and dry runs do. */
function foldLogs(steps: readonly FactStep[], context: FoldContext, kept: Facets = facets): Folded {
  let derived = 0;
  const started = process.cpuUsage();
  let member: Member | undefined;
  const use = { context };
  for (const step of steps) {
    if (member?.id !== step.memberId) {
      derived += member?.derived.length ?? 0;
      member = createMember(kept, step.memberId, 0);
    }
    applyStep(member, step, use);
  }
  derived += member?.derived.length ?? 0;
  const { user, system } = process.cpuUsage(started);
  return { factsPerSecond: (steps.length / (user + system)) * microsecondsPerSecond, derived };
}

interface Case {
  readonly name: string;
  readonly run: () => Folded;
  readonly target?: Figure['target'];
}

function measure(one: Case, options: BenchmarkOptions): Figure {
  const samples: number[] = [];
  for (let repetition = 0; repetition < options.repetitions; repetition += 1) {
    const folded = one.run();
    options.progress(`${one.name}: ${Math.round(folded.factsPerSecond)} facts/s, ${folded.derived} derived facts`);
    samples.push(folded.factsPerSecond);
  }
  return {
    name: one.name,
    samples,
    unit: 'facts per core second',
    ...(one.target === undefined ? {} : { target: one.target }),
  };
}

/** Rounds of one repetition: each folds the views with every list of facets, so that a slow moment of the machine is shared. */
const rounds = 6;

interface Kept {
  readonly facets: Facets;
  readonly context: FoldContext;
}

function keep(list: Facets, documents = createDefaultProgram(sixStages)): Kept {
  const days = createDayTable(zone);
  const program = compileProgram(documents, { version: 1, effectiveAt: 0 }, { days, facets: list });
  return { facets: list, context: createFoldContext({ programs: [program], days }) };
}

/** What a page view costs with facets that do not hear it, times what it costs with activity alone. */
function measureUnheard(views: readonly FactStep[], options: BenchmarkOptions): Figure[] {
  const alone = keep(createFacets([lifecycleFacet]));
  const others = [
    { name: 'all facets of the product', kept: keep(facets), samples: [] as number[] },
    { name: 'these and the two toys', kept: keep(toyFacets, createToyProgram()), samples: [] as number[] },
  ];
  const secondsOf = ({ facets: list, context }: Kept) => 1 / foldLogs(views, context, list).factsPerSecond;
  for (let repetition = -1; repetition < options.repetitions; repetition += 1) {
    const ratios = others.map(() => [] as number[]);
    for (let round = 0; round < rounds; round += 1) {
      const before = secondsOf(alone);
      const own = others.map(({ kept }) => secondsOf(kept));
      const after = secondsOf(alone);
      for (const [n, seconds] of own.entries()) ratios[n]?.push((2 * seconds) / (before + after));
    }
    for (const [n, { name, samples }] of others.entries()) {
      const ratio = median(ratios[n] ?? []);
      options.progress(`${repetition < 0 ? 'warm-up: ' : ''}a page view, ${name}: ${ratio.toFixed(3)}`);
      if (repetition >= 0) samples.push(ratio);
    }
  }
  return others.map(({ name, samples }) => ({
    name: `a page view, ${name}, times activity alone`,
    samples,
    unit: 'times',
    target: { atMost: 1.05 },
  }));
}

export const benchmark = {
  name: 'pure-fold',
  description: 'the member fold in memory on one core: no store, no network, no parsing of payloads',
  run: async (options: BenchmarkOptions) => {
    const members = options.isQuick ? 10_000 : 200_000;
    options.progress(`making ${members * factsPerMember} facts of ${members} members`);
    const logs = createLogs(members, factsPerMember);
    const six = contextOf(sixStages);
    const five = contextOf(fiveStages);
    const target = { atLeast: 500_000 };
    const cases: readonly Case[] = [
      { name: 'six stages, member by member', run: () => foldLogs(logs, six), target },
      { name: 'five stages with personal windows, member by member', run: () => foldLogs(logs, five), target },
    ];
    foldLogs(logs.slice(0, logs.length / 10), six);
    const views = createViews(members / 4);
    const figures = [...cases.map((one) => measure(one, options)), ...measureUnheard(views, options)];
    const conditions = { facts: logs.length, members, 'facts about orders': '20 %', zone };
    return Promise.resolve({ figures, conditions });
  },
} satisfies Benchmark;
