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

/** Whether the level at a place is reached by what a span counts. */
export function isReached(
  { measures, levels }: CompiledTierSet,
  place: number,
  { evidence, span, held }: { readonly evidence: Evidence; readonly span: DaySpan; readonly held: boolean },
): boolean {
  const level = levels[place];
  if (level === undefined || level.isByInvitation || (level.who !== null && !held)) return false;
  const { asks } = level;
  if (asks === null) return true;
  const isMet = ({ measure, atLeast }: { readonly measure: number; readonly atLeast: number }): boolean => {
    const known = measures[measure];
    return known !== undefined && evidence.amount(known, span) >= atLeast;
  };
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

class Timeline {
  readonly earned: Earned;
  readonly #set: CompiledTierSet;
  readonly #use: TimelineUse;
  readonly #days: readonly number[];
  #nextDay = 0;
  #acceptedOn: number;
  /** The end of the period that upgrades wait for. */
  #periodEnd = notByTime;

  constructor(set: CompiledTierSet, use: TimelineUse) {
    this.#set = set;
    this.#use = use;
    const days = new Set([...use.evidence.daysOf(set), ...use.otherDays, use.joinedOn]);
    this.#days = [...days].toSorted((a, b) => a - b);
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
    if (document.upgrade === 'period_end')
      this.#periodEnd = periodOf(document.period, day, this.#use.joinedOn)?.before ?? notByTime;
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
    if (hasPeriodEnds(period))
      return endOfPeriods(period, { day, joinedOn: this.#use.joinedOn, periods: validFor?.periods ?? 1 });
    return period.kind === 'rolling' ? lengthFrom + period.days : null;
  }

  /** The first day on which the window of the days known by then does not reach the level any more; null: it always does. */
  #leavesWindowOn(day: number, length: number): number | null {
    const { place } = this.earned;
    for (const counted of this.#days) {
      const leaves = counted + length;
      if (leaves <= day) continue;
      if (counted > day) return null;
      const span = { from: counted + 1, before: day + 1 };
      if (!this.#isReached(place, day, span)) return leaves;
    }
    return null;
  }

  #spanOf(day: number): DaySpan {
    return spanOf(this.#set, day, { joinedOn: this.#use.joinedOn, countsFrom: this.earned.countsFrom });
  }

  /** The highest level that a span reaches. */
  #reached(day: number, span: DaySpan): number {
    this.earned.span = span;
    const { levels, base } = this.#set;
    for (let place = levels.length - 1; place > base; place -= 1) if (this.#isReached(place, day, span)) return place;
    return base;
  }

  #isReached(place: number, day: number, span: DaySpan): boolean {
    const { evidence, held } = this.#use;
    return isReached(this.#set, place, { evidence, span, held: held(place, day) });
  }
}
