import { orderRows } from '../facets/lifecycle/activity/rows.ts';
import type { OrderRow } from '../facets/lifecycle/activity/rows.ts';
import { facets } from '../facets/index.ts';
import type { Member } from '../kernel/facet.ts';
import type { Need } from '../kernel/rows/needs.ts';
import type { RowSet } from '../kernel/rows/row-set.ts';
import type { FactStep } from '../kernel/steps/steps.ts';
import type { FoldContext } from '../kernel/program.ts';
import { activityOf, daysLater, fact, inOrder, lifecycleOf, registersIn, testContext, testMemberId } from './given.ts';
import { createStoredMember, foldStored } from './stored-member.ts';
import type { StoredMember } from './stored-member.ts';

/** What tests look at in a member who was folded. */

export const registered = fact({ type: 'member.registered', at: daysLater(0) });

export function net(member: Member): number {
  const activity = activityOf(member);
  return activity.grossMinor - activity.refundedMinor;
}

export function ordersOf(member: Member): RowSet<OrderRow> {
  return lifecycleOf(member).rows(orderRows);
}

export function derivedTypes(member: Member): string[] {
  return member.derived.map((derived) => derived.type);
}

/** The value of an attribute, tag or consent as JSON text. */
export function registerOf(member: Member, kind: 'attribute' | 'tag', name: string): string | undefined {
  return registersIn(member).find((row) => row.kind === kind && row.name === name)?.value;
}

export function storeFacts(facts: readonly FactStep[], context: FoldContext = testContext()): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  foldStored(stored, inOrder(facts), { context });
  return stored;
}

/** How much of the past is asked for: all of it, single rows, or nothing. */
export function reachOf(needs: readonly Need[]): 'everything' | 'keys' | 'nothing' {
  if (needs.some(({ by }) => by === 'all')) return 'everything';
  return needs.length > 0 ? 'keys' : 'nothing';
}
