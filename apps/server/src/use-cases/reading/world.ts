import type { LensReader } from '@perennial/clickhouse';
import { bucketsOf } from '@perennial/clickhouse';
import type { Bucket, BucketSize, Period, StageRoles } from '@perennial/clickhouse';
import type { LocalizedText } from '@perennial/contracts';
import { lifecycleRulesOf } from '@perennial/domain';
import type { CompiledLifecycle, CompiledProgram, StageRole } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';
import { dayOf, earlierDay, endOfDay, resolveAsOf, startOfDay } from './days.ts';
import type { AsOf } from './days.ts';

/** What reading the whole membership needs. */
export interface ReadingWorld {
  /** Opened on first use; throws what the lens throws when it is away. */
  readonly lens: () => Promise<LensReader>;
  /** IANA zone of calendar days. */
  readonly zone: string;
  /** The program in force. */
  readonly program: () => Promise<CompiledProgram>;
  /** How far the lens is behind the log, milliseconds. */
  readonly lensLagMs: () => number;
  readonly now: () => number;
}

export function asOfIn(world: ReadingWorld, text: string | undefined): AsOf {
  return resolveAsOf(text, world.zone, world.now());
}

/** The lifecycle asked for, or the program's first. Throws `resource.not_found`. */
export async function lifecycleIn(world: ReadingWorld, id: string | undefined): Promise<CompiledLifecycle> {
  const { lifecycles } = lifecycleRulesOf(await world.program());
  const found = id === undefined ? lifecycles[0] : lifecycles.find((one) => one.id === id);
  if (found === undefined)
    throw new ProblemError('resource.not_found', { detail: noLifecycle(lifecycles.map((one) => one.id)) });
  return found;
}

function noLifecycle(ids: readonly string[]): LocalizedText {
  return {
    en: `The program has no such lifecycle. It has: ${ids.join(', ')}.`,
    zh: `方案中没有该生命周期。现有：${ids.join('、')}。`,
  };
}

/** Ids of the stages with one of these roles, in the order of the lifecycle. */
export function stagesOf(lifecycle: CompiledLifecycle, ...roles: readonly StageRole[]): string[] {
  return lifecycle.stages.filter((stage) => roles.includes(stage.role)).map((stage) => stage.id);
}

/** What its stages mean, by id. */
export function stageRolesOf(lifecycle: CompiledLifecycle): StageRoles {
  return { cooling: stagesOf(lifecycle, 'cooling'), lost: stagesOf(lifecycle, 'lost') };
}

/** Days of a query, both ends included, cut off at the as-of day. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The buckets of a period. Throws `request.invalid` when it is empty or has too many. */
export function bucketsIn(
  world: ReadingWorld,
  range: DayRange & { readonly bucket: BucketSize },
  asOf: AsOf,
): readonly Bucket[] {
  const { from, to } = cutAt(world, range, asOf);
  try {
    const buckets = bucketsOf({ from, to, size: range.bucket, zone: world.zone });
    return buckets.map((bucket) => ({
      ...bucket,
      toAt: endIn(bucket.toAt, asOf),
      isCutAtEnd: bucket.isCutAtEnd || bucket.toAt > asOf.at + 1,
    }));
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError('request.invalid', { detail: error.message, cause: error });
    throw error;
  }
}

/** The instants of a period. Throws `request.invalid` when it is empty. */
export function periodIn(world: ReadingWorld, range: DayRange, asOf: AsOf): Period {
  const { from, to } = cutAt(world, range, asOf);
  const period = { fromAt: startOfDay(from, world.zone), toAt: endIn(endOfDay(to, world.zone), asOf) };
  if (period.fromAt >= period.toAt)
    throw new ProblemError('request.invalid', {
      detail: { en: 'The period ends before it begins.', zh: '时间段的结束早于开始。' },
    });
  return period;
}

/** An as-of in the middle of a day knows nothing of the rest of it, nor does now of the rest of today. */
function endIn(toAt: number, asOf: AsOf): number {
  return Math.min(toAt, asOf.at + 1);
}

function cutAt(world: ReadingWorld, range: DayRange, asOf: AsOf): DayRange {
  return { from: range.from, to: earlierDay(range.to, dayOf(asOf.at, world.zone)) };
}
