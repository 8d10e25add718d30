import { isSharedCard, sharedCardFactsMin } from '../activity/activity-state.ts';
import { dayMs, never, notByTime } from '../activity/instants.ts';
import { orderIdOf } from '../facts/interpret-order.ts';
import { registerEvidence } from '../facts/interpret-registers.ts';
import { factRuleOf } from '../facts/known-facts.ts';
import type { FactRule, OrderFactType } from '../facts/known-facts.ts';
import { attributeKey, joinAttributes } from '../profile/registers.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { advanceTo } from './advance-member.ts';
import { activityReach, countDay, moveByActivity } from './fold-day.ts';
import { programAt } from './fold-context.ts';
import type { FoldContext } from './fold-context.ts';
import { appendedEvents, foldOrder, orderChange } from './fold-order.ts';
import { invariant } from './invariant.ts';
import type { MemberWork, StepNeeds } from './member-work.ts';
import { clearEntries } from './record-entries.ts';
import type { Stamp } from './record-entries.ts';
import { becomeSharedCard } from './shared-card.ts';
import type { AbsorbStep, FactStep, LoggedStep } from './steps.ts';

/*
 * The member fold. One pure function takes a member, one step of her log and the program, and gives her next state, the
 * rows to write and the facts that follow. It loads nothing, waits for nothing and knows no clock.
 *
 * Invariants, cited by tests:
 * E1 An acknowledged fact is never lost and applies once (here: a step at or before the member's position is a no-op).
 * E2 Folding the log by position from nothing gives the live state, bytes and rows, however it was cut into batches.
 * E3 Profile, metrics and lifecycle do not depend on the order in which facts arrive.
 * E4 A step applies to a member only if its position is greater than the member's.
 * E5 Every effect has a recorded cause.
 * E6 The domain reads no clock, no randomness, no environment.
 * E7 A command's answer is final (no commands here yet: the facets that decide bring them).
 */

/** A till that was offline overnight is still the present; what a fact tells of longer ago is history, and not acted on. */
const lateMaxMs = dayMs;

const nothing: StepNeeds = { kind: 'nothing' };
const noKeys: readonly string[] = [];

/** What must be loaded before `step` can be applied; ask again after loading, for what was loaded may show that more is needed. */
export function stepNeeds(work: MemberWork, step: LoggedStep, context: FoldContext): StepNeeds {
  if (step.position <= work.position) return nothing;
  const { rows } = work;
  const hasAll = rows.hasAllEvidence && rows.hasAllEntries;
  if (step.kind !== 'fact') return hasAll ? nothing : { kind: 'everything', attributeKeys: noKeys };
  const rule = factRuleOf(step.type);
  const attributeKeys = rule.register === null ? noKeys : missingKeys(work, step, rule);
  if (hasAll) return attributeKeys.length === 0 ? nothing : { kind: 'keys', orderIds: noKeys, attributeKeys };
  const program = programAt(context, step.recordedAt);
  const becomesShared = work.activity.factCount === sharedCardFactsMin;
  if (becomesShared || context.needsEverythingToAdvance(work, step.recordedAt))
    return { kind: 'everything', attributeKeys };
  return rule.order === null
    ? dayNeeds(work, step, { rule, program, attributeKeys })
    : orderNeeds(work, step, { type: rule.order, program });
}

function missingKeys(work: MemberWork, step: FactStep, rule: FactRule): readonly string[] {
  if (rule.register === null) return noKeys;
  return registerEvidence(step, rule.register)
    .map((row) => attributeKey(row.kind, row.name))
    .filter((key) => !work.rows.attributes.has(key));
}

function dayNeeds(
  work: MemberWork,
  step: FactStep,
  use: { readonly rule: FactRule; readonly program: CompiledProgram; readonly attributeKeys: readonly string[] },
): StepNeeds {
  const { attributeKeys, program } = use;
  const reach = activityReach(work, { kind: use.rule.activity, at: step.occurredAt }, program);
  if (reach === 'repair' || (reach === 'append' && rewritesEnd(work, step, program)))
    return { kind: 'everything', attributeKeys };
  return attributeKeys.length === 0 ? nothing : { kind: 'keys', orderIds: noKeys, attributeKeys };
}

function orderNeeds(
  work: MemberWork,
  step: FactStep,
  use: { readonly type: OrderFactType; readonly program: CompiledProgram },
): StepNeeds {
  const { activity, rows } = work;
  const orderId = orderIdOf(step);
  if (isSharedCard(activity))
    return rows.orders.has(orderId) ? nothing : { kind: 'keys', orderIds: [orderId], attributeKeys: noKeys };
  const everything: StepNeeds = { kind: 'everything', attributeKeys: noKeys };
  const isKnown = rows.orders.has(orderId) || hasRefundOf(work, orderId);
  if (isKnown) {
    const appended = appendedEvents(orderChange(work, step, use), activity.foldedUntil);
    if (appended === null) return everything;
    if (appended.length === 0) return nothing;
  }
  if (step.occurredAt <= activity.foldedUntil || rewritesEnd(work, step, use.program)) return everything;
  return rows.orders.has(orderId) ? nothing : { kind: 'keys', orderIds: [orderId], attributeKeys: noKeys };
}

function hasRefundOf(work: MemberWork, orderId: string): boolean {
  for (const refund of work.rows.refunds.values()) if (refund.orderId === orderId) return true;
  return false;
}

/** Whether the step's evidence replaces entries beyond it: those projected already, or those of a wake that fires first. */
function rewritesEnd(work: MemberWork, step: FactStep, program: CompiledProgram): boolean {
  if (work.activity.firstAt === never || program.lifecycles.length === 0 || isSharedCard(work.activity)) return false;
  return work.lifecycle.standings.some(({ since, nextAt }) => since >= step.occurredAt || nextAt <= step.recordedAt);
}

/**
 * Applies one step: first whatever fell due before it, then the step itself. Merges and splits have functions of their own,
 * because they need more than this member.
 *
 * @throws an invariant error for a step that cannot be; the loop parks the member.
 */
export function applyStep(work: MemberWork, step: LoggedStep, context: FoldContext): void {
  if (step.position <= work.position) return;
  invariant(step.kind === 'fact' || step.kind === 'absorb', `a ${step.kind} needs more than one member`);
  invariant(work.status === 'live', `a step for a member that is ${work.status}`);
  beginStep(work, step, context);
  if (step.kind === 'fact') foldFact(work, step, context);
  else absorb(work, step);
  endStep(work, step);
}

/** Fires what is due and lets a new member enter under the version in force. */
export function beginStep(work: MemberWork, step: LoggedStep, context: FoldContext): void {
  if (work.programVersion === 0) work.programVersion = programAt(context, step.recordedAt).version;
  else if (work.wakeAt !== null || context.programs[context.programs.length - 1]?.version !== work.programVersion) {
    advanceTo(work, step.recordedAt, context);
  }
}

export function endStep(work: MemberWork, step: LoggedStep): void {
  work.position = step.position;
  work.clockAt = Math.max(work.clockAt, step.recordedAt);
}

function foldFact(work: MemberWork, step: FactStep, context: FoldContext): void {
  const rule = factRuleOf(step.type);
  const program = programAt(context, step.recordedAt);
  work.activity.factCount += 1;
  work.changes.isActivityChanged = true;
  if (rule.register !== null) foldRegisters(work, step, rule);
  if (rule.order !== null) foldOrder(work, step, { type: rule.order, ...moveOf(work, step, program) });
  else {
    const reach = countDay(work, step, { kind: rule.activity, program });
    if (reach !== 'state') {
      moveByActivity(work, { kind: rule.activity, at: step.occurredAt, reach }, moveOf(work, step, program));
    }
  }
  if (work.activity.factCount === sharedCardFactsMin + 1) becomeSharedCard(work, moveOf(work, step, program));
}

/** How far the timeline is told, and under what its changes are recorded. */
function moveOf(
  work: MemberWork,
  step: FactStep,
  program: CompiledProgram,
): { program: CompiledProgram; until: number; stamp: Stamp } {
  const stamp: Stamp = {
    cause: { kind: 'fact', position: step.position, at: step.recordedAt },
    recordedAt: step.recordedAt,
    programVersion: program.version,
    actsFrom: step.isBackfill ? notByTime : Math.max(work.clockAt, step.recordedAt - lateMaxMs),
  };
  return { program, until: Math.max(work.clockAt, step.recordedAt), stamp };
}

function foldRegisters(work: MemberWork, step: FactStep, rule: FactRule): void {
  if (rule.register === null) return;
  for (const row of registerEvidence(step, rule.register)) {
    const key = attributeKey(row.kind, row.name);
    const known = work.rows.attributes.get(key);
    const joined = known === undefined ? row : joinAttributes(known, row);
    if (joined === known) continue;
    work.rows.attributes.set(key, joined);
    work.changes.attributes.add(key);
  }
}

function absorb(work: MemberWork, step: AbsorbStep): void {
  const stamp: Stamp = {
    cause: { kind: 'merge', position: step.position, at: step.recordedAt },
    recordedAt: step.recordedAt,
    programVersion: work.programVersion,
    actsFrom: notByTime,
  };
  clearEntries(work, new Set(work.rows.entries.map((entry) => entry.lifecycle)), stamp);
  work.lifecycle = { standings: [] };
  work.changes.isLifecycleChanged = true;
  work.wakeAt = null;
  work.status = 'absorbed';
}
