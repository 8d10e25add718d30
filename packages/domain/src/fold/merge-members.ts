import { createActivityState, isSharedCard } from '../activity/activity-state.ts';
import { addDays, joinOrders, joinRefunds } from '../activity/evidence-rows.ts';
import { notByTime } from '../activity/instants.ts';

import { joinAttributes } from '../profile/registers.ts';
import { programAt } from './fold-context.ts';
import type { FoldContext } from './fold-context.ts';
import { applyStep, beginStep, endStep } from './fold-member.ts';
import { invariant } from './invariant.ts';
import type { MemberWork } from './member-work.ts';
import { repairTimeline } from './move-timeline.ts';
import type { Stamp } from './record-entries.ts';
import { becomeSharedCard } from './shared-card.ts';
import type { FactStep, MergeStep, SplitStep } from './steps.ts';

import { createMemberWork } from './create-work.ts';

/**
 * The survivor takes in what the absorbed member is: the union of both evidences, and one timeline judged anew from it.
 * Both have everything loaded and were folded up to the merge; the absorbed one is left as she is, a tombstone with her
 * own rows. Nothing of a merge is acted on.
 */
export function mergeInto(
  survivor: MemberWork,
  { absorbed, step }: { readonly absorbed: MemberWork; readonly step: MergeStep },
  context: FoldContext,
): void {
  if (step.position <= survivor.position) return;
  invariant(absorbed.rows.hasAllEvidence && survivor.rows.hasAllEvidence, 'a merge needs all evidence of both members');
  invariant(survivor.status === 'live', `a merge into a member that is ${survivor.status}`);
  beginStep(survivor, step, context);
  uniteRows(survivor, absorbed);
  survivor.activity.factCount += absorbed.activity.factCount;
  judgeAnew(survivor, step, context);
  endStep(survivor, step);
}

function uniteRows(survivor: MemberWork, absorbed: MemberWork): void {
  const { rows, changes } = survivor;
  unite({ into: rows.orders, from: absorbed.rows.orders, join: joinOrders, changed: changes.orders });
  unite({ into: rows.refunds, from: absorbed.rows.refunds, join: joinRefunds, changed: changes.refunds });
  unite({ into: rows.attributes, from: absorbed.rows.attributes, join: joinAttributes, changed: changes.attributes });
  for (const [key, day] of absorbed.rows.days) {
    const known = rows.days.get(key);
    rows.days.set(key, known === undefined ? { ...day } : addDays(known, day));
    const delta = changes.dayDeltas.get(key);
    changes.dayDeltas.set(key, delta === undefined ? { ...day } : addDays(delta, day));
  }
}

interface Union<Row> {
  readonly into: Map<string, Row>;
  readonly from: ReadonlyMap<string, Row>;
  readonly join: (a: Row, b: Row) => Row;
  readonly changed: Set<string>;
}

function unite<Row>(union: Union<Row>): void {
  for (const [key, row] of union.from) {
    const known = union.into.get(key);
    const joined = known === undefined ? row : union.join(known, row);
    if (joined === known) continue;
    union.into.set(key, joined);
    union.changed.add(key);
  }
}

function judgeAnew(work: MemberWork, step: MergeStep | SplitStep, context: FoldContext): void {
  const program = programAt(context, step.recordedAt);
  const until = Math.max(work.clockAt, step.recordedAt);
  const stamp: Stamp = {
    cause: { kind: step.kind, position: step.position, at: step.recordedAt },
    recordedAt: step.recordedAt,
    programVersion: program.version,
    actsFrom: notByTime,
  };
  if (isSharedCard(work.activity)) becomeSharedCard(work, { program, stamp });
  else repairTimeline(work, { program, until, stamp });
}

/**
 * A merge taken back: the member becomes what `ownFacts` say, which the caller chose from all logs concerned by the
 * identities that the facts carry. Rows in `changes` are then the whole of the member; entries that still hold stay as
 * they were recorded. The member has all entries loaded.
 */
export function splitInto(
  work: MemberWork,
  { ownFacts, step }: { readonly ownFacts: readonly FactStep[]; readonly step: SplitStep },
  context: FoldContext,
): void {
  if (step.position <= work.position) return;
  invariant(work.rows.hasAllEntries, 'a split needs all stage entries');
  if (work.status === 'live') beginStep(work, step, context);
  const own = evidenceOf(work, ownFacts, context);
  work.status = 'live';
  work.programVersion = programAt(context, step.recordedAt).version;
  work.activity = createActivityState();
  work.activity.factCount = ownFacts.length;
  const { rows, changes } = work;
  refill(rows.orders, own.rows.orders, changes.orders);
  refill(rows.refunds, own.rows.refunds, changes.refunds);
  refill(rows.attributes, own.rows.attributes, changes.attributes);
  refill(rows.days, own.rows.days, null);
  changes.dayDeltas.clear();
  for (const [key, day] of own.rows.days) changes.dayDeltas.set(key, { ...day });
  rows.hasAllEvidence = true;
  judgeAnew(work, step, context);
  endStep(work, step);
}

function refill<Row>(into: Map<string, Row>, from: ReadonlyMap<string, Row>, changed: Set<string> | null): void {
  into.clear();
  changed?.clear();
  for (const [key, row] of from) {
    into.set(key, row);
    changed?.add(key);
  }
}

/** Folds facts of several logs, in the order of their recording, into a member that is only looked at for her rows. */
function evidenceOf(work: MemberWork, facts: readonly FactStep[], context: FoldContext): MemberWork {
  const own = createMemberWork(work.id, work.shard);
  const ordered = [...facts].sort(
    (a, b) => a.recordedAt - b.recordedAt || a.shard - b.shard || a.position - b.position,
  );
  for (const [index, fact] of ordered.entries()) applyStep(own, { ...fact, position: index + 1 }, context);
  return own;
}
