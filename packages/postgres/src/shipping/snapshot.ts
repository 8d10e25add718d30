import {
  createActivityState,
  decodeActivity,
  decodeLifecycle,
  lastInteractionAt,
  lastPurchaseAt,
  medianGapMs,
  toNullableInstant,
} from '@perennial/domain';
import type { ActivityState, MemberId } from '@perennial/domain';
import type { MemberMetrics, NextStageOf, ShippedMember, ShippedStage, ShippedTimeline } from '@perennial/engine';
import type { SnapshotRow, TimelineRow } from '../sql/lens/read-block.ts';

const statuses = ['live', 'absorbed', 'erased'] as const;

/** The queryable form of a member's encoded state. */
export function snapshotOfRow(row: SnapshotRow, nextStageOf: NextStageOf): ShippedMember {
  const activity = row.activity === null ? createActivityState() : decodeActivity(row.activity);
  const [channel = '', storeId = ''] = (row.registration_place ?? '').split('/', 2);
  return {
    shard: row.shard,
    memberId: row.id as MemberId,
    status: statuses[row.status] ?? 'live',
    mergedInto: row.merged_into as MemberId | null,
    position: row.position,
    clockAt: row.clock_at,
    programVersion: row.program_version,
    createdAt: row.created_at,
    stages: stagesOf(row, activity, nextStageOf),
    metrics: metricsOf(activity),
    storeId: row.order_store || storeId,
    channel: row.order_channel || channel,
    tags: row.tags ?? [],
  };
}

function stagesOf(row: SnapshotRow, activity: ActivityState, nextStageOf: NextStageOf): readonly ShippedStage[] {
  if (row.lifecycle === null) return [];
  const lifecycle = decodeLifecycle(row.lifecycle);
  const next = nextStageOf({ activity, lifecycle, programVersion: row.program_version });
  return lifecycle.standings.map((standing) => ({
    lifecycle: standing.lifecycle,
    stage: standing.stage,
    sinceAt: standing.since,
    nextAt: toNullableInstant(standing.nextAt),
    nextStage: next.get(standing.lifecycle) ?? '',
    reactivations: standing.reactivations,
  }));
}

function metricsOf(state: ActivityState): MemberMetrics {
  return {
    facts: state.factCount,
    orders: state.purchaseCount,
    cancelledOrders: state.cancelledCount,
    refunds: state.refundCount,
    grossMinor: state.grossMinor,
    netMinor: state.grossMinor - state.refundedMinor,
    reviews: state.reviewCount,
    registeredAt: toNullableInstant(state.registeredAt),
    firstAt: toNullableInstant(state.firstAt),
    firstOrderAt: toNullableInstant(state.firstPurchaseAt),
    lastOrderAt: toNullableInstant(lastPurchaseAt(state)),
    lastInteractionAt: toNullableInstant(lastInteractionAt(state)),
    medianGapMs: medianGapMs(state),
  };
}

export function timelineOfRow(row: TimelineRow): ShippedTimeline {
  return {
    shard: row.shard,
    memberId: row.member_id as MemberId,
    lifecycle: row.lifecycle,
    fromAt: row.from_at.map(Number),
    stages: row.stages,
    isReactivation: row.is_reactivation,
    isActed: row.is_acted,
  };
}
