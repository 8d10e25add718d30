import { numberOf, textOf } from '../../client/lens-query.ts';
import type { LensParams, LensReader } from '../../client/lens-query.ts';
import { knownParams, rowsAsKnown } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';

/** Members whose level becomes another by time alone before an instant. Levels are ids, '' for none. */
export interface TierMove {
  readonly until: number;
  readonly from: string;
  readonly to: string;
  readonly isFall: boolean;
  readonly members: number;
}

/** Members of a level with whom something is due before an instant. */
export interface TierDue {
  readonly until: number;
  readonly level: string;
  readonly members: number;
}

export interface ForecastOptions extends AsKnown {
  readonly tierSet: string;
  /** Epoch milliseconds: what comes before each of them is counted. */
  readonly untils: readonly number[];
}

/** Who has another level before each instant if nothing happens, as the members stand now. */
export async function tierMoves(lens: LensReader, options: ForecastOptions): Promise<readonly TierMove[]> {
  const rows = await lens.read({
    sql: `select until, from, to, is_fall, count() as members
            from (select arrayJoin({untils:Array(Int64)}) as until, tier_changes[{tierSet:String}] as at,
                         tier_level[{tierSet:String}] as from, tier_next[{tierSet:String}] as to,
                         mapContains(tier_falls, {tierSet:String}) as is_fall
                    from ${rowsAsKnown('member', options)}
                   where status = 'live' and mapContains(tier_changes, {tierSet:String}))
           where at < until
           group by until, from, to, is_fall
           order by until, from, to`,
    params: parameters(options),
  });
  return rows.map((row) => ({
    until: numberOf(row, 'until'),
    from: textOf(row, 'from'),
    to: textOf(row, 'to'),
    isFall: numberOf(row, 'is_fall') === 1,
    members: numberOf(row, 'members'),
  }));
}

/** Columns of the members' table that hold, by set, when something is due. */
export type DueColumn = 'tier_grace_from' | 'tier_valid_until';

/** Who comes into grace, or whose level is judged, before each instant. */
export async function tierDues(
  lens: LensReader,
  column: DueColumn,
  options: ForecastOptions,
): Promise<readonly TierDue[]> {
  const rows = await lens.read({
    sql: `select until, level, count() as members
            from (select arrayJoin({untils:Array(Int64)}) as until, ${column}[{tierSet:String}] as at,
                         tier_level[{tierSet:String}] as level
                    from ${rowsAsKnown('member', options)}
                   where status = 'live' and mapContains(${column}, {tierSet:String}))
           where at < until
           group by until, level
           order by until, level`,
    params: parameters(options),
  });
  return rows.map((row) => ({
    until: numberOf(row, 'until'),
    level: textOf(row, 'level'),
    members: numberOf(row, 'members'),
  }));
}

function parameters(options: ForecastOptions): LensParams {
  return { ...knownParams(options), tierSet: options.tierSet, untils: options.untils };
}
