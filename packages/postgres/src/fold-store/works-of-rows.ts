import {
  createMemberWork,
  decodeActivity,
  decodeLifecycle,
  type ActivityDayRow,
  type ActivityKind,
  type AttributeRow,
  type MemberId,
  type MemberWork,
  type OrderRow,
  type RefundRow,
  type StageEntryRow,
} from '@perennial/domain';
import type {
  ActivityDaySqlRow,
  AttributeSqlRow,
  OrderSqlRow,
  RefundSqlRow,
  StageEntrySqlRow,
} from '../sql/load-rows.ts';
import type { MemberRow } from '../sql/lock-members.ts';

const statuses = ['live', 'absorbed', 'erased'] as const;

/** Codes of `member.status`. */
export const statusCode = { live: 0, absorbed: 1, erased: 2 } as const;

/** A work with the stored state and no rows. */
export function workOfRow(row: MemberRow): MemberWork {
  const work = createMemberWork(row.id as MemberId, row.shard);
  work.position = row.position;
  work.clockAt = row.clock_at;
  work.wakeAt = row.wake_at;
  work.programVersion = row.program_version;
  work.status = statuses[row.status] ?? 'live';
  if (row.activity !== null) work.activity = decodeActivity(row.activity);
  if (row.lifecycle !== null) work.lifecycle = decodeLifecycle(row.lifecycle);
  // A member without a folded step has no rows yet: nothing needs to be read.
  work.rows.hasAllEvidence = row.position === 0;
  work.rows.hasAllEntries = row.position === 0;
  return work;
}

export function orderOfRow(row: OrderSqlRow): OrderRow {
  return {
    orderId: row.order_id,
    placedAt: row.placed_at,
    paidAt: row.paid_at,
    fulfilledAt: row.fulfilled_at,
    cancelledAt: row.cancelled_at,
    amountMinor: row.amount_minor,
    amountRank: row.amount_rank,
    amountAt: row.amount_at,
    amountMessage: row.amount_message,
    itemCount: row.item_count,
    category: row.category,
    channel: row.channel,
    storeId: row.store_id,
  };
}

export function refundOfRow(row: RefundSqlRow): RefundRow {
  return { orderId: row.order_id, refundId: row.refund_id, refundedAt: row.refunded_at, amountMinor: row.amount_minor };
}

export function dayOfRow(row: ActivityDaySqlRow): ActivityDayRow {
  return {
    day: row.day,
    kind: row.kind as ActivityKind,
    place: row.place,
    count: row.count,
    firstAt: row.first_at,
    lastAt: row.last_at,
    valueSum: row.value_sum,
  };
}

export function attributeOfRow(row: AttributeSqlRow): AttributeRow {
  return {
    kind: row.kind as AttributeRow['kind'],
    name: row.name,
    value: row.value,
    occurredAt: row.occurred_at,
    message: row.message,
  };
}

export function entryOfRow(row: StageEntrySqlRow): StageEntryRow {
  return {
    lifecycle: row.lifecycle,
    validFrom: row.valid_from,
    stage: row.stage,
    fromStage: row.from_stage,
    isReactivation: row.is_reactivation,
    recordedAt: row.recorded_at,
    programVersion: row.program_version,
    causeKind: row.cause_kind as StageEntryRow['causeKind'],
    causePosition: row.cause_position,
    causeAt: row.cause_at,
    isActed: row.is_acted,
    supersededAt: row.superseded_at,
  };
}
