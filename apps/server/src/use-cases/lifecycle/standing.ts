import type { MemberProfile } from '@perennial/contracts/staff';
import {
  explainStage,
  fieldValueOf,
  isSharedCard,
  lastPurchaseAt,
  lifecycleFacet,
  openView,
  orderRows,
  subjectOfActivity,
  toNullableInstant,
} from '@perennial/domain';
import type { ActivityState, FactValue, FieldDefinition } from '@perennial/domain';
import type { JudgedMember } from './member-reader.ts';

/** Where a member stands, and what she amounts to, as profiles and lists show it. */

export function stagesOf(member: JudgedMember): MemberProfile['stages'] {
  const { standings } = member.lifecycle;
  return explainStage(member.member, member.asOfAt, member.context).map((one) => ({
    lifecycle: one.lifecycle,
    stage: one.stage,
    since: one.since,
    isReactivated: standings.some(({ lifecycle, reactivations }) => lifecycle === one.lifecycle && reactivations > 0),
    next: one.next,
  }));
}

/** Her stage in the program's first lifecycle. */
export function mainStageOf(member: JudgedMember) {
  const [main] = stagesOf(member);
  return {
    stage: main?.stage ?? '',
    stageSince: main?.since ?? null,
    nextStage: main?.next?.stage ?? null,
    nextChangeAt: main?.next?.at ?? null,
  };
}

/** Every metric that has a history, at the instant asked for. */
export function metricsOf(member: JudgedMember): MemberProfile['metrics'] {
  const { activity, asOfAt, program } = member;
  const subject = subjectOfActivity(activity);
  const fields = program.catalogue.fields.filter((field) => field.isTimeline);
  return fields.map((field) => ({
    field: field.field,
    value: toWire(field, fieldValueOf(field, { subject, at: asOfAt })),
  }));
}

/** Since when she is a member: what she said herself, else her first fact, else when her first fact came in. */
export function joinedAtOf({ activity }: JudgedMember, createdAt: number): number {
  return toNullableInstant(activity.registeredAt) ?? toNullableInstant(activity.firstAt) ?? createdAt;
}

export function isSharedCardOf({ member }: JudgedMember): boolean {
  return isSharedCard(openView(member, lifecycleFacet).state.activity);
}

/** What she bought, as lists show it. */
export interface OrderFigures {
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
  readonly orders: number;
  readonly spendMinor: number;
}

export function orderFiguresOf(activity: ActivityState): OrderFigures {
  return {
    firstOrderAt: toNullableInstant(activity.firstPurchaseAt),
    lastOrderAt: toNullableInstant(lastPurchaseAt(activity)),
    orders: activity.purchaseCount,
    spendMinor: activity.grossMinor - activity.refundedMinor,
  };
}

export function placeOfLastOrder({ member }: JudgedMember): { readonly storeId: string; readonly channel: string } {
  const instantOf = (order: { placedAt: number | null; paidAt: number | null }) => order.placedAt ?? order.paidAt ?? 0;
  const orders = openView(member, lifecycleFacet).rows(orderRows).rows();
  const last = orders.toSorted((a, b) => instantOf(a) - instantOf(b)).at(-1);
  return { storeId: last?.storeId ?? '', channel: last?.channel ?? '' };
}

/** Instants that conditions see are ISO 8601 text where they go out, because a JSON number would not say so. */
export function toWire(field: FieldDefinition | undefined, value: FactValue): FactValue {
  return field?.type === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value;
}
