import type { Occasions } from '../transactions/occasions.ts';
import { comebackShare, gapQuantile, gapSurvivalOf, watchedDays } from './gaps.ts';
import type { GapSurvival } from './gaps.ts';
import { checkWindows, STAGES, stagesAt } from './stages.ts';
import type { StageWindows } from './stages.ts';

/** What calling people something after so many days of silence means. */
export interface WindowOutcome {
  readonly days: number;
  /** People silent for longer than `days` now. */
  readonly people: number;
  /** Gaps in the past that lasted longer than `days`, ended or not. */
  readonly pastSilences: number;
  /** Those of them that ended in a purchase: comebacks, with nobody telling apart whether they were asked to. */
  readonly comebacks: number;
  /** The error of the choice: share of the silent who would still have come back within the time watched (Kaplan–Meier). */
  readonly wouldReturnShare: number;
}

export interface StageWindowChoice {
  readonly windows: StageWindows;
  /** People per stage now, in the order of `STAGES`. */
  readonly people: readonly number[];
  /** At the end of `active`, `silent` and `dormant`. */
  readonly outcomes: readonly [WindowOutcome, WindowOutcome, WindowOutcome];
}

export interface StageWindowSuggestion {
  readonly suggested: StageWindowChoice;
  /** What 30/60/90 would mean here. */
  readonly folklore: StageWindowChoice;
  readonly survival: GapSurvival;
  readonly firstGap: GapSurvival;
  /**
   * Whether to believe it: `short-history` when the longest window exceeds half of the time watched, `few-gaps` under 100 completed gaps,
   * `no-repeats` when nobody ever came back and folklore is all there is.
   */
  readonly caution: 'none' | 'short-history' | 'few-gaps' | 'no-repeats';
}

/** By the end of each stage, the share of those who ever come back that has done so. */
export const STAGE_SHARES = { active: 0.75, silent: 0.9, dormant: 0.975 } as const;

const FOLKLORE: StageWindows = { newDays: 30, activeDays: 30, silentDays: 60, dormantDays: 90 };
const GAPS_MIN = 100;

/**
 * Stage windows from the brand's own purchase gaps, corrected for gaps still open: `active` until three quarters of those who come back at all have
 * done so, `silent` until nine tenths, `dormant` until 39 of 40; `new` likewise three quarters of second purchases. One- and two-day brands are
 * stretched so that the windows stay apart.
 */
export function suggestWindows(occasions: Occasions, asOf: number): StageWindowSuggestion {
  const survival = gapSurvivalOf(occasions, asOf);
  const firstGap = gapSurvivalOf(occasions, asOf, 'first');
  const windows = survival.closed > 0 ? windowsFrom(survival, firstGap) : FOLKLORE;
  return {
    suggested: stageWindowChoice(occasions, { asOf, survival, windows }),
    folklore: stageWindowChoice(occasions, { asOf, survival, windows: FOLKLORE }),
    survival,
    firstGap,
    caution: cautionOf(survival, windows),
  };
}

/** What a choice of windows means in people, errors and comebacks. @throws RangeError on windows that do not ascend. */
export function stageWindowChoice(
  occasions: Occasions,
  {
    asOf,
    survival,
    windows,
  }: { readonly asOf: number; readonly survival: GapSurvival; readonly windows: StageWindows },
): StageWindowChoice {
  checkWindows(windows);
  const people = STAGES.map(() => 0);
  for (const stage of stagesAt(occasions, windows, asOf))
    if (stage < people.length) people[stage] = (people[stage] ?? 0) + 1;
  const outcome = (days: number): WindowOutcome => windowOutcome(occasions, survival, { asOf, days });
  return {
    windows,
    people,
    outcomes: [outcome(windows.activeDays), outcome(windows.silentDays), outcome(windows.dormantDays)],
  };
}

function windowOutcome(
  occasions: Occasions,
  survival: GapSurvival,
  { asOf, days }: { readonly asOf: number; readonly days: number },
): WindowOutcome {
  let people = 0;
  let comebacks = 0;
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    const to = occasions.start[who + 1] ?? 0;
    for (let at = from + 1; at < to; at++)
      if ((occasions.day[at] ?? 0) - (occasions.day[at - 1] ?? 0) > days) comebacks++;
    if (to > from && asOf - (occasions.day[to - 1] ?? 0) > days) people++;
  }
  return { days, people, pastSilences: comebacks + people, comebacks, wouldReturnShare: comebackShare(survival, days) };
}

function windowsFrom(survival: GapSurvival, firstGap: GapSurvival): StageWindows {
  const activeDays = Math.max(1, gapQuantile(survival, STAGE_SHARES.active));
  const silentDays = Math.max(activeDays + 1, gapQuantile(survival, STAGE_SHARES.silent));
  const dormantDays = Math.max(silentDays + 1, gapQuantile(survival, STAGE_SHARES.dormant));
  const second = gapQuantile(firstGap, STAGE_SHARES.active);
  const newDays = Math.min(silentDays, Math.max(1, Number.isNaN(second) ? activeDays : second));
  return { newDays, activeDays, silentDays, dormantDays };
}

function cautionOf(survival: GapSurvival, windows: StageWindows): StageWindowSuggestion['caution'] {
  if (survival.closed === 0) return 'no-repeats';
  if (survival.closed < GAPS_MIN) return 'few-gaps';
  return windows.dormantDays > watchedDays(survival) / 2 ? 'short-history' : 'none';
}
