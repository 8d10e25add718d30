import {
  applyStep,
  clearChanges,
  compileProgram,
  createDayTable,
  createDefaultProgram,
  createFoldContext,
  createMember,
  facets,
  type FactPayload,
  type FactStep,
  type FoldContext,
  type Member,
  type MemberId,
  type ProgramDocuments,
} from '@perennial/domain';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';
import { zone } from '../support/installation.ts';
import { median } from '../support/report.ts';
import { createWalletsProgram } from '../support/wallets/wallets-program.ts';

/** What everybody pays for wallets who does nothing with them. */
export const benchmark = {
  name: 'page-view',
  description:
    'a page view folded in memory with wallets, ten rules and levels in the program, beside a program without',
  run: (options) => Promise.resolve(run(options)),
} satisfies Benchmark;

const viewsPerMember = 20;
const minuteMs = 60_000;
/** Of one repetition: each folds with both programs in turn, so that a slow moment of the machine is shared. */
const pairs = 8;
const boughtAt = Date.UTC(2026, 0, 15, 4);

function run(options: BenchmarkOptions): BenchmarkResult {
  const members = options.isQuick ? 1_000 : 20_000;
  const bare = contextOf(createDefaultProgram());
  const full = contextOf(createWalletsProgram());
  const ratios: number[] = [];
  const rates: { readonly bare: number[]; readonly full: number[] } = { bare: [], full: [] };
  for (let repetition = -1; repetition < options.repetitions; repetition += 1) {
    const round = Array.from({ length: pairs }, (_, pair) => measurePair({ bare, full }, members, pair));
    const middle = (of: (one: Pair) => number) => median(round.map(of));
    const ratio = middle((one) => one.full / one.bare);
    options.progress(`${repetition < 0 ? 'warm-up: ' : ''}a page view with wallets: ${ratio.toFixed(3)}`);
    if (repetition < 0) continue;
    ratios.push(ratio);
    rates.bare.push(1_000_000 / middle((one) => one.bare));
    rates.full.push(1_000_000 / middle((one) => one.full));
  }
  return {
    figures: [
      { name: 'a page view with wallets, times one without', unit: 'times', samples: ratios, target: { atMost: 1.05 } },
      {
        name: 'page views with wallets',
        unit: 'facts per core second',
        samples: rates.full,
        bound: { name: 'without', samples: rates.bare },
      },
    ],
    conditions: {
      members,
      'page views a member': viewsPerMember,
      'pairs a repetition': pairs,
      'each member': 'has bought once before, and has points, growth value and a level where the program has them',
      'not in it': 'HTTP, ingestion and the store',
    },
  };
}

function contextOf(documents: ProgramDocuments): FoldContext {
  const days = createDayTable(zone);
  return createFoldContext({
    programs: [compileProgram(documents, { version: 1, effectiveAt: 0 }, { days, facets })],
    days,
  });
}

/** Microseconds of processor time a page view. */
interface Pair {
  readonly bare: number;
  readonly full: number;
}

function measurePair(
  { bare, full }: { readonly bare: FoldContext; readonly full: FoldContext },
  members: number,
  pair: number,
): Pair {
  if (pair % 2 === 0) return { bare: viewUs(bare, members), full: viewUs(full, members) };
  const first = viewUs(full, members);
  return { full: first, bare: viewUs(bare, members) };
}

/** Everybody buys, and is written; then all view pages, and that is timed. */
function viewUs(context: FoldContext, count: number): number {
  const members = Array.from({ length: count }, (_, n) => {
    const member = createMember(facets, memberIdOf(n), 0);
    apply(member, order, context);
    clearChanges(member);
    return member;
  });
  const startedAt = process.cpuUsage();
  for (const member of members) for (const view of views) apply(member, view, context);
  const { user, system } = process.cpuUsage(startedAt);
  return (user + system) / (count * viewsPerMember);
}

function apply(member: Member, step: FactStep, context: FoldContext): void {
  if (applyStep(member, step, { context }) !== null) throw new Error('of somebody new nothing is missing');
}

function memberIdOf(number: number): MemberId {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as MemberId;
}

function stepOf(parts: {
  readonly position: number;
  readonly type: string;
  readonly at: number;
  readonly payload: FactPayload;
}): FactStep {
  const { position, type, at, payload } = parts;
  return {
    kind: 'fact',
    shard: 0,
    position,
    memberId: memberIdOf(0),
    source: 'bench',
    messageId: `m${position}`,
    type,
    occurredAt: at,
    recordedAt: at,
    isBackfill: false,
    channel: 'web',
    storeId: '',
    payload: () => payload,
  };
}

const order = stepOf({
  position: 1,
  type: 'order.placed',
  at: boughtAt,
  payload: {
    orderId: 'o1',
    currency: 'CNY',
    lines: [{ productId: 'p1', category: 'Skin/Serum', quantity: 1, amountMinor: 25_900 }],
  },
});
const views = Array.from({ length: viewsPerMember }, (_, n) =>
  stepOf({ position: 2 + n, type: 'page.viewed', at: boughtAt + (1 + n) * minuteMs, payload: { url: '/p/1024' } }),
);
