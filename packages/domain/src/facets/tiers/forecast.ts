import { placeOfLevel } from './rules/rules.ts';
import type { CompiledTierSet, TiersRules, TiersView } from './rules/rules.ts';
import { tierStandingRows } from './rules/rows.ts';
import type { TierStandingRow } from './rules/rows.ts';
import { earnedOf, knownOf } from './standing/judge.ts';
import { standingOf, withoutEnded } from './standing/standing.ts';
import { notedWho } from './standing/who-days.ts';
import { periodOf } from './timeline/periods.ts';
import { dayMs, notByTime } from '../../kernel/base/instants.ts';

/** What becomes of a level by time alone. */
export interface TierForecast {
  readonly tierSet: string;
  /** When she has another level, and which, '' for none; null: she keeps this one as far as it can be told. */
  readonly changesAt: number | null;
  readonly next: string;
  /** Whether the next one is lower. */
  readonly isFall: boolean;
  /** When the level is lost and kept in grace for a while; null: she is in it already, or none comes before the change. */
  readonly graceFrom: number | null;
}

/** So far ahead it is told: levels that last longer without an order are not about to be lost. */
const aheadMs = 731 * dayMs;
/** Ends of periods, graces and decisions that are gone through at most: those of weeks reach as far. */
const roundsMax = 120;

/**
 * What time alone makes of her level in every set, if she does nothing more. Conditions of levels are taken as they held when she was judged
 * last, and units that are on their way as not yet earned: nobody knows them better before they come.
 */
export function forecastsOf(view: TiersView, rules: TiersRules): readonly TierForecast[] {
  const rows = view.rows(tierStandingRows).rows();
  return rows.flatMap((row): readonly TierForecast[] => {
    const set = rules.sets.get(row.tierSet);
    return set === undefined || row.dueAt === null ? [] : [forecastOf(view, rules, { set, row })];
  });
}

/** The day that begins when the period is over that a day lies in, of sets whose periods are everybody's; else null. */
export function periodEndOf({ document: { period } }: CompiledTierSet, day: number): number | null {
  return period.kind === 'calendar' ? (periodOf(period, day, day)?.before ?? null) : null;
}

function forecastOf(
  view: TiersView,
  rules: TiersRules,
  { set, row }: { readonly set: CompiledTierSet; readonly row: TierStandingRow },
): TierForecast {
  const { tierSet, level } = row;
  let graceFrom: number | null = null;
  let [standing, at] = [row, row.dueAt];
  const lastAt = (at ?? 0) + aheadMs;
  for (let round = 0; round < roundsMax && at !== null && at <= lastAt; round += 1) {
    standing = standingAt(view, rules, { set, row: standing, at });
    if (standing.level !== level) {
      const isFall = placeOfLevel(set, standing.level) < placeOfLevel(set, level);
      return { tierSet, changesAt: at, next: standing.level, isFall, graceFrom };
    }
    if (standing.graceUntil !== null && row.graceUntil === null) graceFrom ??= at;
    at = standing.dueAt;
  }
  return { tierSet, changesAt: null, next: '', isFall: false, graceFrom };
}

interface Later {
  readonly set: CompiledTierSet;
  readonly row: TierStandingRow;
  readonly at: number;
}

function standingAt(view: TiersView, rules: TiersRules, { set, row, at }: Later): TierStandingRow {
  const left = withoutEnded(row, at);
  const { held, days: otherDays } = notedWho(set, left.whoDays);
  const earned = earnedOf(set, left, { known: knownOf(view, rules, at), rules, held, otherDays });
  return standingOf(left, { set, earned, days: rules.world.days, at, turnsAt: notByTime });
}
