import { stepNeeds, type FoldContext, type LoggedStep, type MemberWork, type StepNeeds } from '@perennial/domain';
import type { RowsNeeded } from './fold-store.ts';

/** A member's steps within one batch, in order, and how far they have been applied. */
export interface MemberList {
  readonly work: MemberWork;
  readonly steps: readonly LoggedStep[];
  next: number;
  /** One side of a merge in this batch: everything of her is needed, attributes too. */
  isMerging: boolean;
  /** What stopped the list: rows to load, a refold to make, or the error that parks the member. */
  stop: 'none' | 'rows' | 'split' | { readonly error: unknown };
}

export function createMemberList(work: MemberWork, steps: readonly LoggedStep[]): MemberList {
  return { work, steps, next: 0, isMerging: false, stop: 'none' };
}

/** Whether what a step needs is in memory. A loaded key without a stored row holds an empty one. */
export function hasRows(work: MemberWork, needs: StepNeeds): boolean {
  const { rows } = work;
  if (needs.kind === 'nothing') return true;
  if (!needs.attributeKeys.every((key) => rows.attributes.has(key))) return false;
  if (needs.kind === 'everything') return rows.hasAllEvidence && rows.hasAllEntries;
  return rows.hasAllEvidence || needs.orderIds.every((id) => rows.orders.has(id));
}

interface ListNeeds {
  isEverything: boolean;
  orderIds: Set<string> | null;
  attributeKeys: Set<string> | null;
}

function withAll(set: Set<string> | null, more: readonly string[]): Set<string> | null {
  if (more.length === 0) return set;
  const all = set ?? new Set();
  for (const one of more) all.add(one);
  return all;
}

/**
 * What the rest of a list needs. Everything, as soon as a step is late or looks back, or lies before an earlier step of
 * the list, which will make it late by the time it is applied.
 */
function needsOf(list: MemberList, context: FoldContext): ListNeeds {
  // Most lists need nothing, so the sets are made only for those that do.
  const all: ListNeeds = { isEverything: false, orderIds: null, attributeKeys: null };
  let latestAt = -Infinity;
  for (let n = list.next; n < list.steps.length; n += 1) {
    const step = list.steps[n];
    if (step === undefined || step.position <= list.work.position) continue;
    const needs = stepNeeds(list.work, step, context);
    if (needs.kind === 'everything' || step.kind !== 'fact') all.isEverything = true;
    if (needs.kind === 'keys') all.orderIds = withAll(all.orderIds, needs.orderIds);
    if (needs.kind !== 'nothing') all.attributeKeys = withAll(all.attributeKeys, needs.attributeKeys);
    if (step.kind !== 'fact') continue;
    if (step.occurredAt <= latestAt) all.isEverything = true;
    latestAt = step.occurredAt;
  }
  return all;
}

/** What lists lack to be applied to their end. */
export function rowsNeeded(lists: Iterable<MemberList>, context: FoldContext): RowsNeeded {
  const everythingOf: MemberWork[] = [];
  const orders: { work: MemberWork; orderId: string }[] = [];
  const attributes: { work: MemberWork; key: string }[] = [];
  const allAttributesOf: MemberWork[] = [];
  for (const list of lists) {
    const { work } = list;
    const needs = needsOf(list, context);
    if (list.isMerging) {
      needs.isEverything = true;
      allAttributesOf.push(work);
    }
    if (needs.isEverything && !(work.rows.hasAllEvidence && work.rows.hasAllEntries)) everythingOf.push(work);
    if (!needs.isEverything && !work.rows.hasAllEvidence) {
      for (const orderId of needs.orderIds ?? []) if (!work.rows.orders.has(orderId)) orders.push({ work, orderId });
    }
    for (const key of needs.attributeKeys ?? []) if (!work.rows.attributes.has(key)) attributes.push({ work, key });
  }
  return { everythingOf, orders, attributes, allAttributesOf };
}
