import { facets } from '../facets/index.ts';
import { createDefaultProgram, toDocument } from '../facets/default-program.ts';
import type { ActivityState } from '../facets/lifecycle/activity/activity-state.ts';
import { lifecycleFacet } from '../facets/lifecycle/facet.ts';
import { entriesOf } from '../facets/lifecycle/timeline/record-entries.ts';
import type { LifecycleView } from '../facets/lifecycle/timeline/rules.ts';
import { aiplStages, fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import type { StageEntryRow } from '../facets/lifecycle/stages/entry-row.ts';
import type { LifecycleDocument } from '../facets/lifecycle/stages/lifecycle-document.ts';
import type { StageStanding } from '../facets/lifecycle/stages/lifecycle-state.ts';
import { registersFacet } from '../facets/registers/facet.ts';
import { attributeRows } from '../facets/registers/rows.ts';
import type { AttributeRow } from '../facets/registers/rows.ts';
import { applyStep } from '../fold/apply-step.ts';
import { createDayTable } from '../kernel/base/day-table.ts';
import { openView } from '../kernel/facet-view.ts';
import type { CompiledProgram, Member, View } from '../kernel/facet.ts';
import { dayMs } from '../kernel/base/instants.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { createMember } from '../kernel/member.ts';
import type { FactPayload } from '../kernel/base/payload.ts';
import { createFoldContext } from '../kernel/program.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { RowKind, RowShape } from '../kernel/rows/row-kind.ts';
import type { FactStep, LoggedStep, MemberId } from '../kernel/steps/steps.ts';
import { compileProgram } from '../program/compile-program.ts';
import type { ProgramVersion } from '../program/compile-program.ts';

export const testZone = 'Asia/Shanghai';
export const testDays = createDayTable(testZone);
/** 2025-01-01T00:00 in Shanghai. */
export const startAt = Date.UTC(2024, 11, 31, 16);

/** `daysLater(1.5)` is noon of 2 January 2025 in Shanghai. */
export function daysLater(days: number): number {
  return startAt + Math.round(days * dayMs);
}

export function testMemberId(number: number): MemberId {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as MemberId;
}

export interface FactParts {
  readonly type: string;
  readonly at: number;
  readonly recordedAt?: number;
  readonly payload?: FactPayload;
  readonly isBackfill?: boolean;
  readonly messageId?: string;
  readonly channel?: string;
  readonly storeId?: string;
  readonly member?: number;
  readonly position?: number;
}

/** A fact recorded as it occurs, unless said otherwise. */
export function fact(parts: FactParts): FactStep {
  const payload = parts.payload ?? {};
  return {
    kind: 'fact',
    shard: 0,
    position: parts.position ?? 0,
    memberId: testMemberId(parts.member ?? 1),
    source: 'test',
    messageId: parts.messageId ?? `${parts.type}@${parts.at}`,
    type: parts.type,
    occurredAt: parts.at,
    recordedAt: parts.recordedAt ?? parts.at,
    isBackfill: parts.isBackfill ?? false,
    channel: parts.channel ?? 'web',
    storeId: parts.storeId ?? '',
    payload: () => payload,
  };
}

/** `order.placed` of 100.00, `days` after the start. */
export function order(
  id: string,
  days: number,
  rest: Partial<FactParts> & { readonly amountMinor?: number } = {},
): FactStep {
  const payload = { orderId: id, amountMinor: rest.amountMinor ?? 10_000, lines: [] };
  return fact({ type: 'order.placed', at: daysLater(days), messageId: `placed-${id}`, payload, ...rest });
}

/** Positions 1, 2, 3 … and recording instants that never fall. */
export function inOrder(facts: readonly FactStep[]): FactStep[] {
  let recordedAt = 0;
  return facts.map((step, index) => {
    recordedAt = Math.max(recordedAt, step.recordedAt, step.occurredAt);
    return { ...step, position: index + 1, recordedAt };
  });
}

export function testProgram(lifecycle: LifecycleDocument = sixStages, version = 1, effectiveAt = 0): ProgramVersion {
  const use = { days: testDays, facets };
  return compileProgram(createDefaultProgram(lifecycle), { version, effectiveAt }, use);
}

/** Three lifecycles at once, in a program that counts orders when they are paid. */
export function paidProgram(): ProgramVersion {
  const documents = createDefaultProgram(sixStages);
  const settings = { ...(documents['settings.json'] as FactPayload), purchaseCountsWhen: 'paid' };
  const more = {
    'lifecycles/b.json': toDocument({ ...fiveStages, id: 'b' }),
    'lifecycles/c.json': toDocument({ ...aiplStages, id: 'c' }),
  };
  const use = { days: testDays, facets };
  return compileProgram({ ...documents, ...more, 'settings.json': settings }, { version: 1, effectiveAt: 0 }, use);
}

export function testContext(...programs: readonly CompiledProgram[]): FoldContext {
  return createFoldContext({ programs: programs.length === 0 ? [testProgram()] : programs, days: testDays });
}

/** A member of whom nothing is stored. */
export function newMember(number = 1): Member {
  return createMember(facets, testMemberId(number), 0);
}

/** Applies steps to a member of whom everything is in memory. */
export function applyAll(member: Member, steps: readonly LoggedStep[], context: FoldContext): Member {
  for (const step of steps)
    invariant(applyStep(member, step, { context }) === null, 'a member in memory lacks nothing');
  return member;
}

export function foldFacts(facts: readonly FactStep[], context: FoldContext = testContext()): Member {
  return applyAll(newMember(), inOrder(facts), context);
}

export function lifecycleOf(member: Member): LifecycleView {
  return openView(member, lifecycleFacet);
}

export function activityOf(member: Member): ActivityState {
  return lifecycleOf(member).state.activity;
}

export function standingsOf(member: Member): readonly StageStanding[] {
  return lifecycleOf(member).state.lifecycle.standings;
}

/** Live stage entries, by lifecycle and instant. */
export function entriesIn(member: Member): readonly StageEntryRow[] {
  return entriesOf(lifecycleOf(member));
}

/** The rows of a kind that a member has, by key. */
export function sortedRows<Row extends RowShape>(view: View<unknown>, kind: RowKind<Row>): readonly Row[] {
  const byKey = view
    .rows(kind)
    .rows()
    .map((row) => [kind.keyOf(row), row] as const);
  return byKey.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Attributes, tags and consents that a member has, by kind and name. */
export function registersIn(member: Member): readonly AttributeRow[] {
  return sortedRows(openView(member, registersFacet), attributeRows);
}

/** `stage@day` of every live entry of a lifecycle. */
export function timelineOf(member: Member, lifecycle = 'main'): string[] {
  return entriesIn(member)
    .filter((entry) => entry.lifecycle === lifecycle)
    .map((entry) => `${entry.stage}@${(entry.validFrom - startAt) / dayMs}${entry.isReactivation ? ' back' : ''}`);
}

export { fiveStages, sixStages };
