import { notByTime } from '../../kernel/base/instants.ts';
import { subjectOf } from '../../kernel/member-subject.ts';
import type { MeasureKind } from './documents/tier-set.ts';
import { levelAt, placeOfLevel } from './rules/rules.ts';
import type { CompiledMeasure, CompiledTierSet, TiersRules, TiersView } from './rules/rules.ts';
import { earnedOf, joinedOnOf, knownOf, knownThen } from './standing/judge.ts';
import type { Known } from './standing/judge.ts';
import { tierStandingRows } from './rules/rows.ts';
import type { TierStandingRow } from './rules/rows.ts';
import { emptyStanding, standingOf } from './standing/standing.ts';
import { askWho, notedWho } from './standing/who-days.ts';
import type { Asked } from './standing/who-days.ts';
import { periodOf } from './timeline/periods.ts';
import type { DaySpan } from './timeline/periods.ts';
import { amountsOf, isReached, spanOf } from './timeline/timeline.ts';
import type { Earned } from './timeline/timeline.ts';

/** Part of what counts, and when it does so no more. */
export interface Leaving {
  readonly amount: number;
  readonly at: number;
}

/** How far she is with one measure. Amounts are minor units, orders, months or units of a wallet. */
export interface MeasureProgress {
  readonly measure: string;
  readonly kind: MeasureKind;
  readonly wallet: string | null;
  /** What counts now. */
  readonly have: number;
  /** Of it, what will count yet when it is judged. */
  readonly counts: number;
  readonly need: number;
  /** What is missing of `need`; 0: nothing. */
  readonly left: number;
  /** What leaves the window of the last so many days, the first first; nothing does of other periods. */
  readonly leaves: readonly Leaving[];
}

/** How far she is to a level. */
export interface LevelProgress {
  readonly level: string;
  /** By invitation alone: then there is nothing to measure. */
  readonly isByInvitation: boolean;
  /** Whether all of `measures` are asked, or one of them. */
  readonly combinator: 'and' | 'or';
  readonly measures: readonly MeasureProgress[];
  /** Whether what else has to hold of her does; null: nothing has to. */
  readonly who: boolean | null;
  /** When what counts begins, where that lies ahead; and when it is judged, or begins anew. Null: no such instant. */
  readonly opensAt: number | null;
  readonly by: number | null;
  /** Whether nothing is missing any more. */
  readonly isReached: boolean;
}

/** To the next level, and to keep this one. */
export interface TierProgress {
  readonly standing: TierStandingRow;
  /** The next one that can be earned; null: there is none. */
  readonly next: LevelProgress | null;
  /** The level that she has earned, where it ends; null: it does not. */
  readonly keep: LevelProgress | null;
}

/** Departures that are told of one measure. */
const leavesMax = 12;

/**
 * How far she is in a set at an instant up to which she was brought; null where the program has no such set. What `missingToJudge` asks for is
 * in memory.
 */
export function progressOf(
  view: TiersView,
  rules: TiersRules,
  { set: id, at }: { readonly set: string; readonly at: number },
): TierProgress | null {
  const set = rules.sets.get(id);
  if (set === undefined) return null;
  const known = knownOf(view, rules, at);
  const standing = view.rows(tierStandingRows).get(id) ?? emptyStanding(id, at);
  const { today } = known;
  const asked = askWho(set, standing.whoDays, { subject: () => subjectOf(view.member), at, today });
  const judged = { known, rules, held: asked.held, otherDays: asked.days };
  const earned = earnedOf(set, standing, judged);
  const joinedOn = joinedOnOf(set, standing, judged);
  const looked: Looked = { set, rules, known, asked, earned, joinedOn };
  return { standing, next: nextOf(looked, standing), keep: keepOf(looked) };
}

/**
 * Where she stood at an instant in the past and how far she was then, by the days known now up to it. What people decided is not in it: what
 * was told of it then is. Null where the program has no such set.
 */
export function progressThen(
  view: TiersView,
  rules: TiersRules,
  { set: id, at }: { readonly set: string; readonly at: number },
): TierProgress | null {
  const set = rules.sets.get(id);
  if (set === undefined) return null;
  const row = view.rows(tierStandingRows).get(id) ?? emptyStanding(id, at);
  const { whoDays, acceptedLevel, acceptedAt } = row;
  const started = { ...emptyStanding(id, row.enteredAt), whoDays, acceptedLevel, acceptedAt };
  const known = knownThen(view, rules, at);
  const noted = notedWho(set, whoDays);
  const judged = { known, rules, held: noted.held, otherDays: noted.days };
  const joinedOn = joinedOnOf(set, started, judged);
  // She had not come yet.
  if (joinedOn > known.today) return { standing: started, next: null, keep: null };
  const earned = earnedOf(set, started, judged);
  const standing = standingOf(started, { set, earned, days: rules.world.days, at, turnsAt: notByTime });
  const looked: Looked = {
    set,
    rules,
    known,
    asked: { ...noted, text: whoDays, turnsAt: notByTime },
    earned,
    joinedOn,
  };
  return { standing, next: nextOf(looked, standing), keep: keepOf(looked) };
}

interface Looked {
  readonly set: CompiledTierSet;
  readonly rules: TiersRules;
  readonly known: Known;
  readonly asked: Asked;
  readonly earned: Earned;
  readonly joinedOn: number;
}

function nextOf(looked: Looked, standing: TierStandingRow): LevelProgress | null {
  const { set, known, earned, joinedOn } = looked;
  const above = Math.max(placeOfLevel(set, standing.level), set.base);
  const place = set.levels.findIndex(({ isByInvitation }, n) => n > above && !isByInvitation);
  if (place < 0) return null;
  const { today } = known;
  const span = spanOf(set, today, { joinedOn, countsFrom: earned.countsFrom });
  const period = periodOf(set.document.period, today, joinedOn);
  return levelProgress(looked, place, { current: span, judged: span, on: today, by: period?.before ?? null });
}

function keepOf(looked: Looked): LevelProgress | null {
  const { set, known, earned, joinedOn } = looked;
  const endsOn = earned.graceUntil ?? earned.validUntil;
  if (earned.place <= set.base || endsOn === null) return null;
  const on = set.document.period.kind === 'rolling' ? endsOn : endsOn - 1;
  const { countsFrom } = earned;
  const judged = { ...spanOf(set, on, { joinedOn, countsFrom }), before: endsOn };
  // Of a rolling window more counts today than will then; of other periods only what lies in the one that is judged.
  const isRolling = set.document.period.kind === 'rolling';
  const current = isRolling ? spanOf(set, known.today, { joinedOn, countsFrom }) : judged;
  return levelProgress(looked, earned.place, { current, judged, on, by: endsOn });
}

interface Windows {
  /** What counts today, and what will when it is judged. */
  readonly current: DaySpan;
  readonly judged: DaySpan;
  /** The day that is judged. */
  readonly on: number;
  readonly by: number | null;
}

function levelProgress(looked: Looked, place: number, { current, judged, on, by }: Windows): LevelProgress {
  const { set, rules, known, asked } = looked;
  const level = set.levels[place];
  const { startOf } = rules.world.days;
  const measures = (level?.asks?.rules ?? []).flatMap(({ measure, atLeast }): readonly MeasureProgress[] => {
    const compiled = set.measures[measure];
    return compiled === undefined ? [] : [measureProgress(looked, { compiled, need: atLeast, current, judged })];
  });
  return {
    level: levelAt(set, place),
    isByInvitation: level?.isByInvitation ?? false,
    combinator: level?.asks?.isAll === false ? 'or' : 'and',
    measures,
    who: level?.who === null || level === undefined ? null : asked.held(place, known.today),
    opensAt: judged.from > known.today ? startOf(judged.from) : null,
    by: by === null ? null : startOf(by),
    isReached: isReached(set, place, { amounts: amountsOf(set, known.evidence, judged), held: asked.held(place, on) }),
  };
}

interface Measured {
  readonly compiled: CompiledMeasure;
  readonly need: number;
  readonly current: DaySpan;
  readonly judged: DaySpan;
}

function measureProgress(looked: Looked, { compiled, need, current, judged }: Measured): MeasureProgress {
  const { evidence } = looked.known;
  const { id: measure, kind, wallet } = compiled.document;
  const counts = evidence.amount(compiled, judged);
  const left = Math.max(0, need - counts);
  return {
    measure,
    kind,
    wallet,
    have: evidence.amount(compiled, current),
    counts,
    need,
    left,
    leaves: leavesOf(looked, compiled, current),
  };
}

/** Day by day, what the window loses when it moves on: all that is counted of a day goes with it. */
function leavesOf({ set, rules, known }: Looked, compiled: CompiledMeasure, span: DaySpan): readonly Leaving[] {
  const { period } = set.document;
  if (period.kind !== 'rolling') return [];
  const leaves: Leaving[] = [];
  for (const day of known.evidence.daysOf(set)) {
    if (day < span.from || day >= span.before || leaves.length === leavesMax) continue;
    const before = known.evidence.amount(compiled, { from: day, before: span.before });
    const amount = before - known.evidence.amount(compiled, { from: day + 1, before: span.before });
    if (amount !== 0) leaves.push({ amount, at: rules.world.days.startOf(day + period.days) });
  }
  return leaves;
}
