import { createDayTable } from '../kernel/day-table.ts';
import { dayMs } from '../kernel/instants.ts';
import type { FactPayload } from '../kernel/payload.ts';
import { aiplStages, fiveStages, sixStages } from '../facets/lifecycle/stages/presets.ts';
import type { LifecycleDocument } from '../facets/lifecycle/stages/lifecycle-document.ts';
import { compileProgram } from '../program/compile-program.ts';
import type { CompiledProgram } from '../program/compile-program.ts';
import { createDefaultProgram, toDocument } from '../facets/default-program.ts';
import { createMemberWork } from '../fold/create-work.ts';
import { createFoldContext } from '../fold/fold-context.ts';
import type { FoldContext } from '../fold/fold-context.ts';
import { applyStep } from '../fold/fold-member.ts';
import type { MemberWork } from '../fold/member-work.ts';
import type { FactStep, MemberId } from '../kernel/steps.ts';

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

export function testProgram(lifecycle: LifecycleDocument = sixStages, version = 1, effectiveAt = 0): CompiledProgram {
  return compileProgram(createDefaultProgram(lifecycle), { version, effectiveAt }, testDays);
}

/** Three lifecycles at once, in a program that counts orders when they are paid. */
export function paidProgram(): CompiledProgram {
  const documents = createDefaultProgram(sixStages);
  const settings = { ...(documents['settings.json'] as FactPayload), purchaseCountsWhen: 'paid' };
  const more = {
    'lifecycles/b.json': toDocument({ ...fiveStages, id: 'b' }),
    'lifecycles/c.json': toDocument({ ...aiplStages, id: 'c' }),
  };
  return compileProgram({ ...documents, ...more, 'settings.json': settings }, { version: 1, effectiveAt: 0 }, testDays);
}

export function testContext(...programs: readonly CompiledProgram[]): FoldContext {
  return createFoldContext({ programs: programs.length === 0 ? [testProgram()] : programs, zone: testZone });
}

export function foldFacts(facts: readonly FactStep[], context: FoldContext = testContext()): MemberWork {
  const work = createMemberWork(testMemberId(1), 0);
  for (const step of inOrder(facts)) applyStep(work, step, context);
  return work;
}

/** `stage@day` of every live entry of a lifecycle. */
export function timelineOf(work: MemberWork, lifecycle = 'main'): string[] {
  return work.rows.entries
    .filter((entry) => entry.lifecycle === lifecycle)
    .map((entry) => `${entry.stage}@${(entry.validFrom - startAt) / dayMs}${entry.isReactivation ? ' back' : ''}`);
}

export { fiveStages, sixStages };
