import { numberOf, textOf } from '../../client/lens-query.ts';
import type { LensParams, LensReader, LensRow } from '../../client/lens-query.ts';
import { edgesOf } from '../../periods/buckets.ts';
import type { Bucket } from '../../periods/buckets.ts';
import { knownParams, rowsAsKnown } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';
import { entryAt, timelinesOf } from './timeline.ts';

/** Members who change stage on a day. `to` is '' when nobody can say where they go. */
export interface UpcomingDay {
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly members: number;
}

/** Who changes stage by time alone in each of the coming days, as the members stand now. `days[0].fromAt` is now. */
export async function upcomingChanges(
  lens: LensReader,
  options: AsKnown & { readonly lifecycle: string; readonly days: readonly Bucket[] },
): Promise<readonly UpcomingDay[]> {
  const rows = await lens.read({
    sql: `select toInt64(roundDown(assumeNotNull(at), {edges:Array(Int64)})) as edge, from, to, count() as members
            from (select indexOf(lifecycles, {lifecycle:String}) as place, next_at[place] as at, stages[place] as from,
                         next_stages[place] as to
                    from ${rowsAsKnown('member', options)}
                   where status = 'live' and place > 0)
           where at >= {from:Int64} and at < {to:Int64}
           group by edge, from, to
           order by edge, from, to`,
    params: parameters(options),
  });
  return toDays(rows, options.days);
}

/**
 * The same for an instant in the past: who did change in the days after it, as known now, into one of `stages` (those that time alone
 * leads to: cooling and lost ones).
 */
export async function changesThatCame(
  lens: LensReader,
  options: AsKnown & {
    readonly lifecycle: string;
    readonly days: readonly Bucket[];
    readonly stages: readonly string[];
  },
): Promise<readonly UpcomingDay[]> {
  const rows = await lens.read({
    sql: `select toInt64(roundDown(at, {edges:Array(Int64)})) as edge, from, to, count() as members
            from (select ${entryAt('{from:Int64} - 1')} as entry, stage[entry] as from, stage[entry + 1] as to,
                         from_at[entry + 1] as at
                    from ${timelinesOf(options)}
                   where entry > 0 and entry < length(from_at))
           where at < {to:Int64} and has({stages:Array(String)}, to)
           group by edge, from, to
           order by edge, from, to`,
    params: { ...parameters(options), stages: options.stages },
  });
  return toDays(rows, options.days);
}

function parameters(options: AsKnown & { readonly lifecycle: string; readonly days: readonly Bucket[] }): LensParams {
  const edges = edgesOf(options.days);
  return { ...knownParams(options), lifecycle: options.lifecycle, edges, from: edges[0] ?? 0, to: edges.at(-1) ?? 0 };
}

function toDays(rows: readonly LensRow[], days: readonly Bucket[]): readonly UpcomingDay[] {
  const onOf = new Map(days.map((day) => [day.fromAt, day.on]));
  return rows.map((row) => ({
    on: onOf.get(numberOf(row, 'edge')) ?? '',
    from: textOf(row, 'from'),
    to: textOf(row, 'to'),
    members: numberOf(row, 'members'),
  }));
}
