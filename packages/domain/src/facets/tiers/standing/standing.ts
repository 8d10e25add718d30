import { notByTime } from '../../../kernel/base/instants.ts';
import type { DayTable } from '../../../kernel/base/day-table.ts';
import { levelAt, placeOfLevel } from '../rules/rules.ts';
import type { CompiledTierSet } from '../rules/rules.ts';
import type { Earned } from '../timeline/timeline.ts';
import type { TierReason, TierStandingRow } from '../rules/rows.ts';

/** Who comes to a set and has nothing in it yet. */
export function emptyStanding(tierSet: string, at: number): TierStandingRow {
  return {
    tierSet,
    level: '',
    rank: 0,
    since: at,
    reason: '',
    validUntil: null,
    graceUntil: null,
    earnedLevel: '',
    earnedOn: null,
    enteredAt: at,
    assignedLevel: '',
    assignedUntil: null,
    isCap: false,
    frozenLevel: '',
    frozenUntil: null,
    keptLevel: '',
    keptUntil: null,
    invitedLevel: '',
    invitedUntil: null,
    acceptedLevel: '',
    acceptedAt: null,
    whoDays: '',
    dueAt: null,
  };
}

/** What people decided, and what is kept, as far as it holds at an instant. */
export function withoutEnded(row: TierStandingRow, at: number): TierStandingRow {
  const isOver = (until: number | null) => until !== null && until <= at;
  let left = row;
  if (isOver(left.assignedUntil)) left = { ...left, assignedLevel: '', assignedUntil: null, isCap: false };
  if (isOver(left.frozenUntil)) left = { ...left, frozenLevel: '', frozenUntil: null };
  if (isOver(left.keptUntil)) left = { ...left, keptLevel: '', keptUntil: null };
  if (isOver(left.invitedUntil)) left = { ...left, invitedLevel: '', invitedUntil: null };
  return left;
}

interface Held {
  readonly place: number;
  readonly reason: TierReason;
  readonly until: number | null;
}

/** The later of two ends; null is for good. */
export function laterEnd(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

function earnedReason(set: CompiledTierSet, { place, isInvited, graceUntil }: Earned): TierReason {
  if (place < 0) return '';
  if (place === set.base) return 'base';
  return graceUntil !== null ? 'grace' : isInvited ? 'invited' : 'qualified';
}

export interface StandUse {
  readonly set: CompiledTierSet;
  readonly earned: Earned;
  readonly days: DayTable;
  readonly at: number;
  /** When a condition of a level turns by time alone. */
  readonly turnsAt: number;
}

/**
 * Where she stands: the highest of what she has earned, what was given by hand, what is frozen and what is kept; and no higher than what was
 * given by hand as a cap. `row` has nothing in it any more that is over.
 */
export function standingOf(row: TierStandingRow, use: StandUse): TierStandingRow {
  const { set, earned, days, at } = use;
  const startOf = (day: number | null) => (day === null ? null : days.startOf(day));
  const [validUntil, graceUntil] = [startOf(earned.validUntil), startOf(earned.graceUntil)];
  const own: Held = { place: earned.place, reason: earnedReason(set, earned), until: graceUntil ?? validUntil };
  const floors: readonly Held[] = [
    { place: placeOfLevel(set, row.keptLevel), reason: 'kept', until: row.keptUntil },
    { place: placeOfLevel(set, row.frozenLevel), reason: 'frozen', until: row.frozenUntil },
    { place: row.isCap ? -1 : placeOfLevel(set, row.assignedLevel), reason: 'manual', until: row.assignedUntil },
  ];
  let held = floors.reduce(higherOf, own);
  const cap = row.isCap ? placeOfLevel(set, row.assignedLevel) : -1;
  if (cap >= 0 && cap < held.place) held = { place: cap, reason: 'manual', until: row.assignedUntil };
  const level = levelAt(set, held.place);
  const isOwn = held.reason === 'grace';
  return {
    ...row,
    level,
    rank: held.place + 1,
    since: level === row.level ? row.since : at,
    reason: held.reason,
    validUntil: held.until,
    graceUntil: isOwn ? graceUntil : null,
    earnedLevel: levelAt(set, earned.place),
    earnedOn: earned.earnedOn,
    dueAt: dueOf(row, use),
  };
}

/** Of two that give the same level the first one is told, for as long as either gives it. */
function higherOf(a: Held, b: Held): Held {
  if (b.place < 0 || b.place < a.place) return a;
  return b.place > a.place ? b : { ...a, until: laterEnd(a.until, b.until) };
}

function dueOf(row: TierStandingRow, { earned, days, turnsAt }: StandUse): number | null {
  const { assignedUntil, frozenUntil, keptUntil, invitedUntil } = row;
  const nextAt = earned.nextOn === notByTime ? notByTime : days.startOf(earned.nextOn);
  const ends = [assignedUntil, frozenUntil, keptUntil, invitedUntil].map((until) => until ?? notByTime);
  const dueAt = Math.min(nextAt, turnsAt, ...ends);
  return dueAt === notByTime ? null : dueAt;
}
