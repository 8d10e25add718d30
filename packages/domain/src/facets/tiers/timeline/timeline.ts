import { notByTime } from '../../../kernel/base/instants.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import { hasPeriodEnds } from '../documents/tier-set.ts';
import type { CompiledTierSet } from '../rules/rules.ts';
import type { Evidence } from './evidence.ts';
import { addLength, endOfPeriods, periodOf, roundUp } from './periods.ts';
import type { DaySpan } from './periods.ts';

/*
 * What a member has earned in a set: a pure function of her days, run from the first of them each time that something changes. So a refund
 * takes exactly what its order gave, a correction gives it back, and an order that is told late counts where it belongs.
 *
 * T1 A level is earned on a day with evidence, or, where upgrades wait, when the period is over that the day lies in.
 * T2 A level ends when a day begins: then it is earned again by what the period that is over counts, or it is lost.
 * T3 What ends on a day goes before what is counted on it.
 */

export interface TimelineUse {
  readonly evidence: Evidence;
  /** The day from which anniversaries count. */
  readonly joinedOn: number;
  /** The invitation that she accepted: to the level at a place, and on which day. */
  readonly accepted: { readonly place: number; readonly day: number } | null;
  /** Whether the condition of the level at a place held on a day. */
  readonly held: (place: number, day: number) => boolean;
  /** Days beside those of the evidence on which a level may be earned. */
  readonly otherDays: readonly number[];
  /** The day up to which, and with which, the timeline runs. */
  readonly until: number;
}

/** Where she stands by what she has earned. Places are those of levels in the set, -1 for none. */
export interface Earned {
  place: number;
  /** Whether an invitation gave it. */
  isInvited: boolean;
  /** When she earned it last. */
  earnedOn: number | null;
  /** The day with which it ends, when it is judged anew; null: it is hers for good. */
  validUntil: number | null;
  /** The day with which grace ends, and what is left then unless she earns more. */
  graceUntil: number | null;
  graceTo: number;
  /** Since her level changed last, this day among what counts. */
  countsFrom: number;
  /** The span that was looked at last. */
  span: DaySpan;
  /** The next day with which something may change by time alone. */
  nextOn: number;
}

/** Of an instant before any: all that was ever counted comes after. */
const always = Number.NEGATIVE_INFINITY;

/** A timeline that goes on and on is a fault: every round ends a period, a grace or a day of evidence. */
const roundsMax = 100_000;

export function runTimeline(set: CompiledTierSet, use: TimelineUse): Earned {
  const timeline = new Timeline(set, use);
  timeline.run();
  return timeline.earned;
}

/** What the measures of a set amount to over a span, in their order. */
export function amountsOf({ measures }: CompiledTierSet, evidence: Evidence, span: DaySpan): readonly number[] {
  return measures.map((measure) => evidence.amount(measure, span));
}

/** Whether the level at a place is reached by so much of each measure. */
export function isReached(
  { levels }: CompiledTierSet,
  place: number,
  { amounts, held }: { readonly amounts: readonly number[]; readonly held: boolean },
): boolean {
  const level = levels[place];
  if (level === undefined || level.isByInvitation || (level.who !== null && !held)) return false;
  const { asks } = level;
  if (asks === null) return true;
  const isMet = ({ measure, atLeast }: { readonly measure: number; readonly atLeast: number }): boolean =>
    (amounts[measure] ?? 0) >= atLeast;
  return asks.isAll ? asks.rules.every(isMet) : asks.rules.some(isMet);
}

/** What counts on a day, `before` excluded; the day's own period, or the last so many days. */
export function spanOf(
  { document: { period } }: CompiledTierSet,
  day: number,
  use: { readonly joinedOn: number; readonly countsFrom: number },
): DaySpan {
  const before = day + 1;
  switch (period.kind) {
    case 'ever':
      return { from: always, before };
    case 'rolling':
      return { from: before - period.days, before };
    case 'since_change':
      return { from: use.countsFrom, before };
    default:
      return { from: periodOf(period, day, use.joinedOn)?.from ?? always, before };
  }
}

/** Days with others among them, ascending, each once. */
function withDays(days: readonly number[], others: readonly number[]): readonly number[] {
  const missing = others.filter((day) => !days.includes(day));
  return missing.length === 0 ? days : [...new Set([...days, ...missing])].toSorted((a, b) => a - b);
}

class Timeline {
  readonly earned: Earned;
  readonly #set: CompiledTierSet;
  readonly #use: TimelineUse;
  readonly #days: readonly number[];
  readonly #isGrowing: boolean;
  #nextDay = 0;
  #windowFrom = 0;
  #acceptedOn: number;
  /** The end of the period that upgrades wait for. */
  #periodEnd = notByTime;
  /** The period that was looked at last, and where levels end that were earned in it. */
  #period: DaySpan | null = null;
  #periodsEnd: number | null = null;

  constructor(set: CompiledTierSet, use: TimelineUse) {
    this.#set = set;
    this.#use = use;
    this.#days = withDays(use.evidence.daysOf(set), [...use.otherDays, use.joinedOn]);
    this.#isGrowing = use.evidence.isGrowing(set);
    this.#acceptedOn = use.accepted?.day ?? notByTime;
    this.earned = {
      place: set.base,
      isInvited: false,
      earnedOn: null,
      validUntil: null,
      graceUntil: null,
      graceTo: set.base,
      countsFrom: always,
      span: { from: always, before: always },
      nextOn: notByTime,
    };
  }

  run(): void {
    const { earned } = this;
    for (let round = 0; ; round += 1) {
      invariant(round < roundsMax, 'the levels of a member change without end');
      const evidenceOn = this.#days[this.#nextDay] ?? notByTime;
      const endsOn = earned.graceUntil ?? earned.validUntil ?? notByTime;
      const next = Math.min(this.#periodEnd, endsOn, this.#acceptedOn, evidenceOn);
      if (next > this.#use.until) {
        earned.nextOn = next;
        return;
      }
      // T3: what ends on a day goes before what is counted on it.
      if (next === this.#periodEnd) this.#endPeriod(next);
      else if (next === endsOn) this.#review(next);
      else if (next === evidenceOn) this.#count(next);
      else this.#accept(next);
    }
  }

  /** A day on which something was counted. */
  #count(day: number): void {
    const { earned } = this;
    const { document } = this.#set;
    this.#nextDay += 1;
    const reached = this.#reached(day, this.#spanOf(day));
    const isAbove = reached > earned.place;
    if (isAbove && document.upgrade === 'at_once') this.#rise(reached, day, day + 1);
    else if (reached >= earned.place && reached > this.#set.base) this.#renew(day);
    else if (earned.graceUntil !== null) earned.graceTo = Math.max(earned.graceTo, reached);
    if (document.upgrade === 'period_end') this.#periodEnd = this.#periodOf(day)?.before ?? notByTime;
  }

  /** T1: what the period that is over has earned. */
  #endPeriod(day: number): void {
    this.#periodEnd = notByTime;
    const last = day - 1;
    const reached = this.#reached(last, this.#spanOf(last));
    if (reached > this.earned.place) this.#rise(reached, last, day);
  }

  #accept(day: number): void {
    this.#acceptedOn = notByTime;
    const { accepted } = this.#use;
    if (accepted === null || accepted.place <= this.earned.place) return;
    const { earned } = this;
    Object.assign(earned, { place: accepted.place, isInvited: true, earnedOn: day, graceUntil: null });
    earned.countsFrom = day + 1;
    earned.validUntil = this.#termFrom(day, day);
  }

  #rise(place: number, day: number, countsFrom: number): void {
    const { earned } = this;
    Object.assign(earned, { place, isInvited: false, countsFrom });
    earned.validUntil = null;
    this.#renewFrom(day, day);
  }

  /** The level was earned again: it lasts from here. */
  #renew(day: number): void {
    const { validUntil } = this.earned;
    this.#renewFrom(day, day);
    const renewed = this.earned.validUntil;
    if (validUntil !== null && renewed !== null) this.earned.validUntil = Math.max(validUntil, renewed);
  }

  #renewFrom(day: number, lengthFrom: number): void {
    const { earned } = this;
    earned.earnedOn = day;
    earned.graceUntil = null;
    earned.validUntil = this.#validUntil(day, lengthFrom);
  }

  /** T2: the level or its grace ends with this day. */
  #review(day: number): void {
    const { earned } = this;
    const { document, base } = this.#set;
    const isRolling = document.period.kind === 'rolling';
    // The days of a rolling window move on with the day that begins, though nothing has been counted on it yet.
    const judged = isRolling ? day : day - 1;
    const reached = this.#reached(judged, { ...this.#spanOf(judged), before: day });
    if (reached >= earned.place) {
      if (reached > earned.place && document.upgrade === 'at_once') this.#fall(reached, day, judged);
      else this.#renewFrom(judged, day);
      return;
    }
    const isGraceOver = earned.graceUntil !== null;
    const left = document.atPeriodEnd === 'step_down_one' ? Math.max(reached, this.#below(earned.place)) : reached;
    const to = Math.max(isGraceOver ? Math.max(earned.graceTo, reached) : left, base);
    if (!isGraceOver && document.grace !== null) {
      earned.graceUntil = roundUp(day + document.grace.days, document.grace.roundTo);
      earned.graceTo = to;
    } else this.#fall(to, day, judged);
  }

  #fall(place: number, day: number, judged: number): void {
    const { earned } = this;
    Object.assign(earned, { place, isInvited: false, countsFrom: day, graceUntil: null });
    earned.validUntil = null;
    earned.earnedOn = place > this.#set.base ? judged : null;
    if (place > this.#set.base) earned.validUntil = this.#validUntil(judged, day);
  }

  /** The next level below that is not by invitation alone. */
  #below(place: number): number {
    for (let below = place - 1; below > this.#set.base; below -= 1)
      if (this.#set.levels[below]?.isByInvitation === false) return below;
    return this.#set.base;
  }

  /** Until when the present level lasts that was earned on a day; a length counts from `lengthFrom`. */
  #validUntil(day: number, lengthFrom: number): number | null {
    const { document } = this.#set;
    if (document.atPeriodEnd === 'keep') return null;
    const term = this.#termFrom(day, lengthFrom);
    if (document.period.kind !== 'rolling') return term;
    const leftOn = this.#leavesWindowOn(day, document.period.days);
    return document.validFor === null ? leftOn : leftOn === null || term === null ? null : Math.max(term, leftOn);
  }

  #termFrom(day: number, lengthFrom: number): number | null {
    const { period, validFor, atPeriodEnd } = this.#set.document;
    if (atPeriodEnd === 'keep') return null;
    if (validFor !== null && validFor.length !== null)
      return roundUp(addLength(lengthFrom, validFor.length), validFor.roundTo);
    if (hasPeriodEnds(period)) return this.#endOfPeriods(day, validFor?.periods ?? 1);
    return period.kind === 'rolling' ? lengthFrom + period.days : null;
  }

  /** The first day on which the window of the days known by then does not reach the level any more; null: it always does. */
  #leavesWindowOn(day: number, length: number): number | null {
    const days = this.#days;
    // Days pass in order, so what has left the window by now has left it for good.
    while ((days[this.#windowFrom] ?? notByTime) + length <= day) this.#windowFrom += 1;
    const end = this.#endOfDays(day);
    const lost = (n: number) => !this.#isLeft(day, days[n] ?? day);
    const first = this.#isGrowing ? firstOf(this.#windowFrom, end, lost) : scanFor(this.#windowFrom, end, lost);
    return first === end ? null : (days[first] ?? day) + length;
  }

  /** Whether the level is reached by what comes after a day. */
  #isLeft(day: number, after: number): boolean {
    const { place } = this.earned;
    const amounts = amountsOf(this.#set, this.#use.evidence, { from: after + 1, before: day + 1 });
    return isReached(this.#set, place, { amounts, held: this.#use.held(place, day) });
  }

  /** The place of the first day after this one. */
  #endOfDays(day: number): number {
    let end = Math.max(this.#nextDay, this.#windowFrom);
    while (end > 0 && (this.#days[end - 1] ?? day) > day) end -= 1;
    while ((this.#days[end] ?? notByTime) <= day) end += 1;
    return end;
  }

  /** Days pass in order, so most lie in the period of the one before. */
  #periodOf(day: number): DaySpan | null {
    const known = this.#period;
    if (known !== null && day >= known.from && day < known.before) return known;
    this.#period = periodOf(this.#set.document.period, day, this.#use.joinedOn);
    this.#periodsEnd = null;
    return this.#period;
  }

  #endOfPeriods(day: number, periods: number): number | null {
    this.#periodOf(day);
    const { period } = this.#set.document;
    return (this.#periodsEnd ??= endOfPeriods(period, { day, joinedOn: this.#use.joinedOn, periods }));
  }

  #spanOf(day: number): DaySpan {
    const own = this.#periodOf(day);
    if (own !== null) return { from: own.from, before: day + 1 };
    return spanOf(this.#set, day, { joinedOn: this.#use.joinedOn, countsFrom: this.earned.countsFrom });
  }

  /** The highest level that a span reaches. */
  #reached(day: number, span: DaySpan): number {
    this.earned.span = span;
    const { levels, base } = this.#set;
    const { evidence, held } = this.#use;
    const amounts = amountsOf(this.#set, evidence, span);
    for (let place = levels.length - 1; place > base; place -= 1)
      if (isReached(this.#set, place, { amounts, held: held(place, day) })) return place;
    return base;
  }
}

/** The first number from `low` up to `high` of which something holds that holds of all after it; `high` where it holds of none. */
function firstOf(low: number, high: number, holds: (n: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function scanFor(low: number, high: number, holds: (n: number) => boolean): number {
  let n = low;
  while (n < high && !holds(n)) n += 1;
  return n;
}
