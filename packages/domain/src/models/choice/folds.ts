/** A stretch within what is known: forecast from the end of day `asOf`, compared until `until`. */
export interface InnerFold {
  readonly asOf: number;
  readonly until: number;
  /** One year before the time that is to be forecast. */
  readonly isSameSeason: boolean;
}

export interface InnerFoldsOptions {
  /** First day of the history, and the last that is known. */
  readonly firstOn: number;
  readonly asOf: number;
  readonly horizonDays: number;
}

const ROLLING_FOLDS_MAX = 3;
/** Fewest days of a fold, and of history before one. */
const FOLD_DAYS_MIN = 14;
const HISTORY_DAYS_MIN = 56;
/** Whole weeks, so that weekdays fall alike. */
const YEAR_DAYS = 364;

/**
 * Up to three stretches of one horizon before `asOf`, back to back, the latest first, each with at least as much history before it as it is long; then the stretch of a year before the time ahead, where the
 * history reaches. A horizon longer than a third of the history is cut to that, so that there is something to forecast from.
 */
export function innerFoldsOf({ firstOn, asOf, horizonDays }: InnerFoldsOptions): readonly InnerFold[] {
  const historyDays = asOf - firstOn + 1;
  const days = Math.min(horizonDays, Math.floor(historyDays / 3));
  const historyMin = Math.max(HISTORY_DAYS_MIN, days);
  if (days < FOLD_DAYS_MIN) return [];
  const folds: InnerFold[] = [];
  for (let back = 1; back <= ROLLING_FOLDS_MAX; back++) {
    const at = asOf - back * days;
    if (at - firstOn + 1 < historyMin) break;
    folds.push({ asOf: at, until: at + days, isSameSeason: false });
  }
  const yearAgo = asOf - YEAR_DAYS;
  const last = folds.at(-1);
  if (last !== undefined && yearAgo - firstOn + 1 >= historyMin && yearAgo < last.asOf)
    folds.push({ asOf: yearAgo, until: yearAgo + days, isSameSeason: true });
  return folds;
}
