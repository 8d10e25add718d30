import { isSharedCard } from '../../lifecycle/activity/activity-state.ts';
import { lifecycleFacet } from '../../lifecycle/facet.ts';
import { openView } from '../../../kernel/facet-view.ts';
import type { RowShape } from '../../../kernel/rows/row-kind.ts';
import type { Use } from '../../../kernel/facet.ts';
import { never, notByTime } from '../../../kernel/base/instants.ts';
import { missingOf, subjectOf } from '../../../kernel/member-subject.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import { placeOfLevel, tiersRulesOf } from '../rules/rules.ts';
import type { CompiledTierSet, TiersRules, TiersView } from '../rules/rules.ts';
import { createEvidence, noEvidence } from '../timeline/evidence.ts';
import type { Evidence } from '../timeline/evidence.ts';
import { runTimeline } from '../timeline/timeline.ts';
import type { Earned } from '../timeline/timeline.ts';
import { tellMove } from './record.ts';
import { tierDayRows, tierStandingRows } from '../rules/rows.ts';
import type { TierChangeKind, TierDayRow, TierStandingRow } from '../rules/rows.ts';
import { emptyStanding, laterEnd, standingOf, withoutEnded } from './standing.ts';
import { askWho } from './who-days.ts';

/*
 * Where a member stands in every set, judged anew from all that is known. The judgement is the same whenever it is made; what differs is
 * what is told of it, by what brought it about.
 */

/** What brings a judgement about, and what somebody said of it. */
export interface Judging {
  readonly on: 'evidence' | 'wake' | 'version' | 'merged' | 'unmerged' | DecidedKind;
  readonly reason?: string;
  /** Of a decision: the set that it is about. */
  readonly tierSet?: string;
  /** Of a merge: what she and the other had before, if that was better. */
  readonly better?: ReadonlyMap<string, TierStandingRow>;
}

export type DecidedKind =
  | 'assigned'
  | 'assignment_ended'
  | 'frozen'
  | 'unfrozen'
  | 'invited'
  | 'accepted'
  | 'declined'
  | 'entered';

const own: readonly Need[] = [tierStandingRows, tierDayRows].map((kind) => ({ by: 'all', kind }));

/** What of a member has to be loaded before she can be judged; null: all of it is. */
export function missingToJudge(view: TiersView, rules: TiersRules): Missing | null {
  const needs: Need[] = view.rows(tierStandingRows).isWhole && view.rows(tierDayRows).isWhole ? [] : [...own];
  const asked = missingOf(view.member, rules.needs);
  if (asked !== null) needs.push(...asked.needs);
  return needs.length === 0 ? null : new Missing(needs);
}

export const judgingNeeds = own;

/** What is known of her by which all sets are judged. */
export interface Known {
  readonly evidence: Evidence;
  readonly registeredOn: number | null;
  readonly today: number;
}

export function knownOf(view: TiersView, rules: TiersRules, at: number): Known {
  return knownBy(view, rules, { at, rows: view.rows(tierDayRows).rows() });
}

/** The same as of an instant in the past: without the days after it. */
export function knownThen(view: TiersView, rules: TiersRules, at: number): Known {
  const today = rules.world.days.dayOf(at);
  const rows = view.rows(tierDayRows).rows();
  return knownBy(view, rules, { at, rows: rows.filter(({ day }) => day <= today) });
}

function knownBy(
  view: TiersView,
  { world: { days } }: TiersRules,
  { at, rows }: { readonly at: number; readonly rows: readonly TierDayRow[] },
): Known {
  const { activity } = openView(view.member, lifecycleFacet).state;
  const { registeredAt } = activity;
  return {
    // A card that a till lends to everybody earns nothing for anybody.
    evidence: isSharedCard(activity) ? noEvidence : createEvidence(rows),
    registeredOn: registeredAt === never ? null : days.dayOf(registeredAt),
    today: days.dayOf(at),
  };
}

/** The day from which anniversaries count: she registered, or else was first counted, or else came to the set. */
export function joinedOnOf(set: CompiledTierSet, row: TierStandingRow, { known, rules }: Judged): number {
  if (known.registeredOn !== null) return known.registeredOn;
  const [first] = known.evidence.daysOf(set);
  return first ?? rules.world.days.dayOf(row.enteredAt);
}

export interface Judged {
  readonly known: Known;
  readonly rules: TiersRules;
}

/** What she has earned in a set by now. */
export function earnedOf(
  set: CompiledTierSet,
  row: TierStandingRow,
  judged: Judged & { readonly held: (place: number, day: number) => boolean; readonly otherDays: readonly number[] },
): Earned {
  const { known, rules, held, otherDays } = judged;
  const { acceptedAt } = row;
  const place = placeOfLevel(set, row.acceptedLevel);
  const accepted = acceptedAt === null || place < 0 ? null : { place, day: rules.world.days.dayOf(acceptedAt) };
  const { evidence, today: until } = known;
  return runTimeline(set, { evidence, joinedOn: joinedOnOf(set, row, judged), accepted, held, otherDays, until });
}

/** Judges every set, writes where she stands, and tells what changed. All that it needs has been loaded. */
export function judge(view: TiersView, use: Use, judging: Judging): void {
  const rules = tiersRulesOf(use.program);
  const at = use.until;
  const known = knownOf(view, rules, at);
  let reviewAt = notByTime;
  for (const set of rules.sets.values()) {
    const row = judgeSet(view, { set, known, rules, use, judging });
    reviewAt = Math.min(reviewAt, row.dueAt ?? notByTime);
  }
  const { state } = view;
  if (state.reviewAt === reviewAt && state.isKnown === 1) return;
  state.reviewAt = reviewAt;
  state.isKnown = 1;
  view.noteChange();
}

interface JudgedSet extends Judged {
  readonly set: CompiledTierSet;
  readonly use: Use;
  readonly judging: Judging;
}

function judgeSet(view: TiersView, judged: JudgedSet): TierStandingRow {
  const { set, known, rules, use, judging } = judged;
  const at = use.until;
  const { id } = set.document;
  const before = view.rows(tierStandingRows).get(id);
  const started = before ?? emptyStanding(id, at);
  const left = withoutEnded(started, at);
  const { text, held, days, turnsAt } = askWho(set, left.whoDays, {
    subject: () => subjectOf(view.member),
    at,
    today: known.today,
  });
  const earned = earnedOf(set, left, { known, rules, held, otherDays: days });
  const stand = (row: TierStandingRow) => standingOf(row, { set, earned, days: rules.world.days, at, turnsAt });
  const plain = stand({ ...left, whoDays: text });
  const kept = keptOf(set, { plain, started, judging });
  const { level, since } = left;
  const after = kept === null ? plain : stand({ ...plain, keptLevel: kept.level, keptUntil: kept.until, level, since });
  if (before === null || !isSame(before, after)) view.rows(tierStandingRows).put(after);
  record(view, { before, after, earned, ...judged });
  return after;
}

const standingColumns = Object.keys(tierStandingRows.columns);

function isSame(a: RowShape, b: RowShape): boolean {
  return standingColumns.every((column) => a[column] === b[column]);
}

/** What stays hers though it would not be given any more, and until when; null: nothing. */
function keptOf(
  set: CompiledTierSet,
  {
    plain,
    started,
    judging,
  }: { readonly plain: TierStandingRow; readonly started: TierStandingRow; readonly judging: Judging },
): { readonly level: string; readonly until: number | null } | null {
  const before = judging.better?.get(set.document.id) ?? started;
  const isKept =
    judging.on === 'merged' ||
    (judging.on === 'version' && set.document.onVersion === 'keep') ||
    (judging.on === 'evidence' && set.document.keepsAfterRefund);
  if (!isKept || placeOfLevel(set, before.level) <= placeOfLevel(set, plain.level)) return null;
  const isKnown = before.keptLevel === before.level;
  return { level: before.level, until: isKnown ? laterEnd(before.keptUntil, before.validUntil) : before.validUntil };
}

interface Recorded extends JudgedSet {
  readonly before: TierStandingRow | null;
  readonly after: TierStandingRow;
  readonly earned: Earned;
}

function record(view: TiersView, recorded: Recorded): void {
  const kind = kindOf(recorded);
  if (kind === null) return;
  const { before, after, use, judging } = recorded;
  const reason = judging.tierSet === after.tierSet ? (judging.reason ?? '') : '';
  tellMove(view, { before, after, kind, reason, measures: measuresText(recorded) }, use);
}

/** What is told of a judgement; null: nothing that people would see. */
function kindOf({ before, after, set, judging, use }: Recorded): TierChangeKind | null {
  const { on } = judging;
  const isDecided = judging.tierSet === after.tierSet;
  if (isDecided && on !== 'evidence' && on !== 'wake' && on !== 'version') return on;
  const isMoved = (before?.level ?? '') !== after.level;
  if (before === null) return isMoved ? 'entered' : null;
  if (on === 'wake') {
    const at = use.until;
    const isOver = (until: number | null) => until !== null && until <= at;
    if (isOver(before.invitedUntil) && !isMoved) return 'invitation_expired';
    if (isOver(before.assignedUntil)) return 'assignment_ended';
    if (isOver(before.frozenUntil)) return 'unfrozen';
    if (!isMoved) return reviewOf(before, after, at);
  }
  if (!isMoved) return null;
  if (on === 'version' || on === 'merged' || on === 'unmerged') return on;
  return placeOfLevel(set, after.level) > placeOfLevel(set, before.level) ? 'upgrade' : 'downgrade';
}

function reviewOf(before: TierStandingRow, after: TierStandingRow, at: number): 'kept' | 'grace' | null {
  if (after.graceUntil !== null && before.graceUntil === null) return 'grace';
  const wasToEnd = before.validUntil !== null && before.validUntil <= at;
  return wasToEnd && after.level !== '' ? 'kept' : null;
}

function measuresText({ set, known, earned }: Recorded): string {
  const amounts = set.measures.map((measure) => [measure.document.id, known.evidence.amount(measure, earned.span)]);
  return JSON.stringify(Object.fromEntries(amounts));
}
