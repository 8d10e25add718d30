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
import type { Bucket, StageRoles, StagesAt } from '@perennial/clickhouse';
import { comparedPeriods, dayOf, daysLater, earlierDay } from '../reading/days.ts';
import type { AsOf, ComparedPeriod, ComparedPeriods } from '../reading/days.ts';
import { asOfAt, momentText, presentMoment } from '../reading/moment.ts';
import { asOfIn, bucketsIn, lifecycleIn, periodIn, stageRolesOf } from '../reading/world.ts';
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
      const { asOf, held, ...use } = await countedBy(world, request);
      const buckets = bucketsIn(world, request, asOf);
      const points = await stageSeries(await world.lens(), { ...use, buckets });
      return {
        asOfAt: asOf.at,
        known: held,
        lifecycle: use.lifecycle,
        // What stands at the end of a month stands there wherever the period begins.
        points: points.map((point, index) => ({
          ...use.endOf({ ...point, ...spanOf(buckets[index], ({ isCutAtEnd }) => isCutAtEnd) }),
          stages: [...point.stages],
        })),
      };
    },
    async flows(request: StageRequest & DayRange) {
      const { asOf, held, ...use } = await countedBy(world, request);
      const period = { ...use, ...periodIn(world, request, asOf) };
      const lens = await world.lens();
      const [moves, net] = await Promise.all([stageMoves(lens, period), stageNetFlows(lens, period)]);
      const { fromAt, toAt, lifecycle } = period;
      const { from, to } = request;
      const counted = { asOfAt: asOf.at, known: held, lifecycle };
      return { ...counted, from, to, fromAt, toAt, moves: [...moves], net: [...net] };
    },
    async movements(request: SeriesRequest) {
      const { asOf, held, ...use } = await countedBy(world, request);
      const buckets = bucketsIn(world, request, asOf);
      const points = await stageMovements(await world.lens(), { ...use, buckets });
      return {
        asOfAt: asOf.at,
        known: held,
        lifecycle: use.lifecycle,
        points: withSpans(points, buckets).map(use.endOf),
      };
    },
    async upcoming(request: StageRequest & { readonly days: number }) {
      const counted = await countedBy(world, request);
      const { asOf, held, lifecycle } = counted;
      const from = dayOf(asOf.at, world.zone);
      const to = daysLater(from, request.days);
      const days = await upcomingDays(world, { ...counted, from, to });
      const isHistory = !asOf.isNow;
      const until = daysLater(to, 1);
      return { asOfAt: asOf.at, isHistory, known: held, lifecycle, from, until, days, changes: sumByMove(days) };
    },
    sales: (request: SalesRequest) => sumSales(world, request),
  };
}

/** What all figures of an answer are counted by, and `known`, which says so to the lists that they open. */
async function countedBy(world: ReadingWorld, request: StageRequest) {
  const moment = await presentMoment(world);
  const asOf = asOfAt(world, request.asOf, moment);
  const shown = await lifecycleIn(world, request.lifecycle);
  return {
    asOf,
    held: momentText(moment),
    known: moment.version,
    lifecycle: shown.id,
    roles: stageRolesOf(shown),
    stageIds: shown.stages.map(({ id }) => id),
    endOf,
  };

  /** What a list says for the end of a bucket: its last day, or the instant asked for, where that cuts it. */
  function endOf<Point extends { readonly lastOn: string }>(point: Point): Point & { readonly asOf: string } {
    const isCut = request.asOf?.includes('T') === true && point.lastOn === dayOf(asOf.at, world.zone);
    return { ...point, asOf: isCut ? (request.asOf ?? point.lastOn) : point.lastOn };
  }
}

async function countStages(world: ReadingWorld, request: StageRequest & { readonly periodDays: number }) {
  const { asOf, held, ...use } = await countedBy(world, request);
  const to = dayOf(asOf.at, world.zone);
  const compared = comparedPeriods({ from: daysLater(to, 1 - request.periodDays), to }, comparedIn(world, asOf));
  // Where members stood at the end of what is compared with, as the as-of instant is the end of the period.
  const [beforeAt, lastYearAt] = [compared.before.toAt - 1, compared.lastYear.toAt - 1];
  const instants = [asOf.at, beforeAt, lastYearAt];
  const [now, then, lastYear] = await membersByStage(await world.lens(), { ...use, instants });
  const stages = stageIds(use.stageIds, [now, then, lastYear]).map((stage) => ({
    stage,
    count: countOf(now, stage),
    countBefore: countOf(then, stage),
    countLastYear: countOf(lastYear, stage),
  }));
  return {
    asOfAt: asOf.at,
    beforeAt,
    lastYearAt,
    known: held,
    compared: daysOfCompared(compared),
    lifecycle: use.lifecycle,
    membersCount: stages.reduce((sum, stage) => sum + stage.count, 0),
    stages,
    lagMilliseconds: world.lensLagMs(),
  };
}

/** Stages of the lifecycle in its order, then those of older versions that members still stood in. */
function stageIds(known: readonly string[], counts: readonly (StagesAt | undefined)[]): string[] {
  const found = counts.flatMap((one) => (one?.stages ?? []).map((stage) => stage.stage));
  return [...new Set([...known, ...found])];
}

function countOf(counts: StagesAt | undefined, stage: string): number {
  return counts?.stages.find((one) => one.stage === stage)?.count ?? 0;
}

interface Upcoming {
  readonly asOf: AsOf;
  readonly known: number;
  readonly lifecycle: string;
  readonly roles: StageRoles;
  /** The first and the last day that are looked at. */
  readonly from: string;
  readonly to: string;
}

async function upcomingDays(world: ReadingWorld, { asOf, known, lifecycle, roles, from, to }: Upcoming) {
  const whole = bucketsOf({ from, to, size: 'day', zone: world.zone });
  // Behind a past instant: what changed earlier that day has changed. Now, what is due today and not done yet is still to come.
  const days = whole.map((day, index): Bucket => (index > 0 || asOf.isNow ? day : { ...day, fromAt: asOf.at + 1 }));
  const lens = await world.lens();
  const options = { known, lifecycle, days };
  const found = asOf.isNow
    ? await upcomingChanges(lens, options)
    : await changesThatCame(lens, { ...options, stages: [...roles.cooling, ...roles.lost] });
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
