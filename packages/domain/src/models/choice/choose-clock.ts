import { noiseOf } from '../clv/levels.ts';
import type { ClockEvidence } from '../clv/evidence.ts';
import type { ValueModelChoice } from '../clv/value-model.ts';
import type { FoldEvidence } from './fold-evidence.ts';

export interface ClockChoice {
  readonly clock: ValueModelChoice['clock'];
  /** Schwarz's criterion of the calibration period by clock; higher is better. */
  readonly criterion: { readonly calendar: number; readonly plain: number };
  /** Log likelihood ratio of the folds' totals, calendar over plain; below −2 the calendar is not used. */
  readonly foldsLogRatio: number;
}

/** Evidence of one in seven, so that a calendar that is right is rarely given up for the shocks of two or three stretches. */
const AGAINST = -2;

/**
 * A calendar earns its place by explaining on which days people bought; whether it also gets seasons right shows only in folds where a season begins or ends. So the folds have a veto and no more: outside
 * the season both clocks forecast the same, and what differs is noise.
 */
export function chooseClock(
  folds: readonly FoldEvidence[],
  evidence: { readonly calendar: ClockEvidence; readonly plain: ClockEvidence },
): ClockChoice {
  const criterion = { calendar: evidence.calendar.criterion, plain: evidence.plain.criterion };
  if (criterion.plain >= criterion.calendar) return { clock: 'plain', criterion, foldsLogRatio: 0 };
  let foldsLogRatio = 0;
  for (const fold of folds) {
    const calendar = fold.forecastBy({ purchase: 'bg-nbd', clock: 'calendar' }).seen?.purchases;
    const plain = fold.forecastBy({ purchase: 'bg-nbd', clock: 'plain' }).seen?.purchases;
    if (calendar === undefined || plain === undefined) continue;
    foldsLogRatio += (plain.log ** 2 - calendar.log ** 2) / (2 * noiseOf('purchases', calendar));
  }
  return { clock: foldsLogRatio < AGAINST ? 'plain' : 'calendar', criterion, foldsLogRatio };
}
