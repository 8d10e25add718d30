import { numberOf, textOf } from '../../client/lens-query.ts';
import type { LensReader } from '../../client/lens-query.ts';
import { edgesOf } from '../../periods/buckets.ts';
import type { Bucket } from '../../periods/buckets.ts';
import { knownParams } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';
import { timelinesOf } from './timeline.ts';

export interface StageCount {
  readonly stage: string;
  readonly count: number;
}

/** Members by stage at one instant, as known now. Members whose timeline begins later are not counted. */
export interface StagesAt {
  readonly at: number;
  readonly stages: readonly StageCount[];
}

const instantsMax = 12;

/** Members by stage at each of at most twelve instants (now, a period before, a year before), in the order given. */
export async function membersByStage(
  lens: LensReader,
  options: AsKnown & { readonly lifecycle: string; readonly instants: readonly number[] },
): Promise<readonly StagesAt[]> {
  if (options.instants.length > instantsMax)
    throw new RangeError(`At most ${instantsMax} instants can be asked for at once`);
  const rows = await lens.read({
    sql: `select at, stages[arrayLastIndex(entry -> entry <= at, from_at)] as stage, count() as count
            from (select arrayJoin({instants:Array(Int64)}) as at, from_at, stage as stages from ${timelinesOf(options)})
           where from_at[1] <= at
           group by at, stage
           order by at, stage`,
    params: { ...knownParams(options), lifecycle: options.lifecycle, instants: options.instants },
  });
  return options.instants.map((at) => ({
    at,
    stages: rows
      .filter((row) => numberOf(row, 'at') === at)
      .map((row) => ({ stage: textOf(row, 'stage'), count: numberOf(row, 'count') })),
  }));
}

export interface StageSeriesPoint extends StagesAt {
  readonly on: string;
  readonly lastOn: string;
}

/**
 * Members by stage at the end of each bucket. Entries are counted once, where they begin and where they end, and summed up along the
 * buckets: a year of days costs what one instant does.
 */
export async function stageSeries(
  lens: LensReader,
  options: AsKnown & { readonly lifecycle: string; readonly buckets: readonly Bucket[] },
): Promise<readonly StageSeriesPoint[]> {
  const edges = edgesOf(options.buckets);
  const rows = await lens.read({
    sql: `select toInt64(roundDown(change.1, {edges:Array(Int64)})) as edge, change.2 as stage, sum(change.3) as delta
            from (
              select arrayJoin(arrayConcat(
                       arrayMap((at, entered) -> (at, entered, 1), from_at, stage),
                       arrayMap((at, left) -> (at, left, -1), arrayPopFront(from_at), arrayPopBack(stage)))) as change
                from ${timelinesOf(options)}
            )
           where change.1 < {end:Int64}
           group by edge, stage`,
    params: { ...knownParams(options), lifecycle: options.lifecycle, edges, end: edges.at(-1) ?? 0 },
  });
  const deltas = Map.groupBy(rows, (row) => numberOf(row, 'edge'));
  const running = new Map<string, number>();
  return options.buckets.map((bucket) => {
    // Entries from before the first bucket are rounded to its beginning too.
    for (const row of deltas.get(bucket.fromAt) ?? []) {
      const stage = textOf(row, 'stage');
      running.set(stage, (running.get(stage) ?? 0) + numberOf(row, 'delta'));
    }
    const stages = [...running].map(([stage, count]) => ({ stage, count })).filter(({ count }) => count !== 0);
    return {
      on: bucket.on,
      lastOn: bucket.lastOn,
      at: bucket.toAt,
      stages: stages.toSorted((a, b) => (a.stage < b.stage ? -1 : 1)),
    };
  });
}
