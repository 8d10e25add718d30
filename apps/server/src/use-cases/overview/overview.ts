import { lifecycleRulesOf } from '@perennial/domain';
import {
  bucketsOf,
  changesThatCame,
  membersByStage,
  salesOf,
  stageMovements,
  stageMoves,
  stageNetFlows,
  stageSeries,
  upcomingChanges,
} from '@perennial/clickhouse';
import type { Bucket, StagesAt } from '@perennial/clickhouse';
import type { CompiledLifecycle } from '@perennial/domain';
import { comparedPeriods, dayOf, daysLater, earlierDay } from '../reading/days.ts';
import type { AsOf, ComparedPeriod, ComparedPeriods } from '../reading/days.ts';
import { asOfIn, bucketsIn, lifecycleIn, periodIn, stagesOf } from '../reading/world.ts';
import type { DayRange, ReadingWorld } from '../reading/world.ts';

/** Which lifecycle, and as of when: the program's first and now unless given. */
export interface StageRequest {
  readonly lifecycle?: string | undefined;
  readonly asOf?: string | undefined;
}

type BucketSize = 'day' | 'week' | 'month';
type SeriesRequest = StageRequest & DayRange & { readonly bucket: BucketSize };
type SalesRequest = Omit<SeriesRequest, 'lifecycle'>;

export type Overview = ReturnType<typeof createOverview>;

/** The whole membership: how many stand where, how they moved, who moves next, what they bought. */
export function createOverview(world: ReadingWorld) {
  return {
    stages: (request: StageRequest & { readonly periodDays: number }) => countStages(world, request),
    async series(request: SeriesRequest) {
      const asOf = asOfIn(world, request.asOf);
      const lifecycle = await lifecycleIn(world, request.lifecycle);
      const buckets = bucketsIn(world, request, asOf);
      const points = await stageSeries(await world.lens(), { lifecycle: lifecycle.id, buckets });
      return {
        asOfAt: asOf.at,
        lifecycle: lifecycle.id,
        // What stands at the end of a month stands there wherever the period begins.
        points: points.map((point, index) => ({
          ...point,
          ...spanOf(buckets[index], ({ isCutAtEnd }) => isCutAtEnd),
          stages: [...point.stages],
        })),
      };
    },
    async flows(request: StageRequest & DayRange) {
      const lifecycle = await lifecycleIn(world, request.lifecycle);
      const asOf = asOfIn(world, request.asOf);
      const period = { ...periodIn(world, request, asOf), lifecycle: lifecycle.id };
      const lens = await world.lens();
      const [moves, net] = await Promise.all([stageMoves(lens, period), stageNetFlows(lens, period)]);
      return { asOfAt: asOf.at, ...period, moves: [...moves], net: [...net] };
    },
    async movements(request: SeriesRequest) {
      const asOf = asOfIn(world, request.asOf);
      const lifecycle = await lifecycleIn(world, request.lifecycle);
      const roles = { cooling: stagesOf(lifecycle, 'cooling'), lost: stagesOf(lifecycle, 'lost') };
      const buckets = bucketsIn(world, request, asOf);
      const points = await stageMovements(await world.lens(), { lifecycle: lifecycle.id, buckets, roles });
      return { asOfAt: asOf.at, lifecycle: lifecycle.id, points: withSpans(points, buckets) };
    },
    async upcoming(request: StageRequest & { readonly days: number }) {
      const asOf = asOfIn(world, request.asOf);
      const lifecycle = await lifecycleIn(world, request.lifecycle);
      const days = await upcomingDays(world, { lifecycle, asOf, count: request.days });
      return { asOfAt: asOf.at, isHistory: !asOf.isNow, lifecycle: lifecycle.id, days, changes: sumByMove(days) };
    },
    sales: (request: SalesRequest) => sumSales(world, request),
  };
}

async function countStages(world: ReadingWorld, request: StageRequest & { readonly periodDays: number }) {
  const asOf = asOfIn(world, request.asOf);
  const lifecycle = await lifecycleIn(world, request.lifecycle);
  const to = dayOf(asOf.at, world.zone);
  const compared = comparedPeriods({ from: daysLater(to, 1 - request.periodDays), to }, comparedIn(world, asOf));
  // Where members stood at the end of what is compared with, as the as-of instant is the end of the period.
  const [beforeAt, lastYearAt] = [compared.before.toAt - 1, compared.lastYear.toAt - 1];
  const instants = [asOf.at, beforeAt, lastYearAt];
  const [now, then, lastYear] = await membersByStage(await world.lens(), { lifecycle: lifecycle.id, instants });
  const stages = stageIds(lifecycle, [now, then, lastYear]).map((stage) => ({
    stage,
    count: countOf(now, stage),
    countBefore: countOf(then, stage),
    countLastYear: countOf(lastYear, stage),
  }));
  return {
    asOfAt: asOf.at,
    beforeAt,
    lastYearAt,
    compared: daysOfCompared(compared),
    lifecycle: lifecycle.id,
    membersCount: stages.reduce((sum, stage) => sum + stage.count, 0),
    stages,
    lagMilliseconds: world.lensLagMs(),
  };
}

/** Stages of the lifecycle in its order, then those of older versions that members still stood in. */
function stageIds(lifecycle: CompiledLifecycle, counts: readonly (StagesAt | undefined)[]): string[] {
  const found = counts.flatMap((one) => (one?.stages ?? []).map((stage) => stage.stage));
  return [...new Set([...lifecycle.stages.map((stage) => stage.id), ...found])];
}

function countOf(counts: StagesAt | undefined, stage: string): number {
  return counts?.stages.find((one) => one.stage === stage)?.count ?? 0;
}

interface Upcoming {
  readonly lifecycle: CompiledLifecycle;
  readonly asOf: AsOf;
  readonly count: number;
}

async function upcomingDays(world: ReadingWorld, { lifecycle, asOf, count }: Upcoming) {
  const today = dayOf(asOf.at, world.zone);
  const whole = bucketsOf({ from: today, to: daysLater(today, count), size: 'day', zone: world.zone });
  // The first day begins now, or behind the past instant: what changed earlier that day has changed.
  const first = asOf.isNow ? asOf.at : asOf.at + 1;
  const days = whole.map((day, index): Bucket => (index === 0 ? { ...day, fromAt: first } : day));
  const lens = await world.lens();
  const options = { lifecycle: lifecycle.id, days };
  const found = asOf.isNow
    ? await upcomingChanges(lens, options)
    : await changesThatCame(lens, { ...options, stages: stagesOf(lifecycle, 'cooling', 'lost') });
  return found.filter((day) => day.to !== '').map((day) => ({ ...day }));
}

interface Change {
  readonly from: string;
  readonly to: string;
  readonly members: number;
}

function sumByMove(days: readonly Change[]): Change[] {
  const groups = Map.groupBy(days, (day) => `${day.from}\n${day.to}`);
  const sums = [...groups.values()].map((group) => ({
    from: group[0]?.from ?? '',
    to: group[0]?.to ?? '',
    members: group.reduce((sum, one) => sum + one.members, 0),
  }));
  return sums.toSorted((a, b) => b.members - a.members);
}

async function sumSales(world: ReadingWorld, request: SalesRequest) {
  const asOf = asOfIn(world, request.asOf);
  const buckets = bucketsIn(world, request, asOf);
  const period = periodIn(world, request, asOf);
  const to = earlierDay(request.to, dayOf(asOf.at, world.zone));
  const compared = comparedPeriods({ from: request.from, to }, comparedIn(world, asOf));
  const periods = [period, compared.before, compared.lastYear];
  const { settings, numberSpaces } = lifecycleRulesOf(await world.program());
  const options = { asOfAt: asOf.at, purchaseCountsWhen: settings.purchaseCountsWhen, numberSpaces };
  const lens = await world.lens();
  const {
    periods: [total, previous, lastYear],
    points,
  } = await salesOf(lens, { ...options, periods, buckets });
  if (total === undefined || previous === undefined || lastYear === undefined)
    throw new Error('sales of a period are missing');
  return {
    asOfAt: asOf.at,
    compared: daysOfCompared(compared),
    total,
    before: previous,
    lastYear,
    points: withSpans(points, buckets),
  };
}

function comparedIn(world: ReadingWorld, asOf: AsOf) {
  return { zone: world.zone, asOfAt: asOf.at };
}

function daysOfCompared({ before, lastYear }: ComparedPeriods) {
  const daysOf = ({ from, to, toAt }: ComparedPeriod) => ({ from, to, untilAt: toAt });
  return { before: daysOf(before), lastYear: daysOf(lastYear) };
}

/** Each point with the last day that it reaches, and whether it is of a part of its week or month alone. */
function withSpans<Point>(points: readonly Point[], buckets: readonly Bucket[]) {
  return points.map((point, index) => ({
    ...point,
    ...spanOf(buckets[index], ({ isCutAtStart, isCutAtEnd }) => isCutAtStart || isCutAtEnd),
  }));
}

function spanOf(bucket: Bucket | undefined, isPartial: (bucket: Bucket) => boolean) {
  if (bucket === undefined) throw new Error('a point has no bucket');
  return { lastOn: bucket.lastOn, isPartial: isPartial(bucket) };
}
