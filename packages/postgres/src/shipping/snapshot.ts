import { lifecycleFacet, lastInteractionAt, lastPurchaseAt, medianGapMs, toNullableInstant } from '@perennial/domain';
import type { ActivityState, MemberId, MemberLifecycle } from '@perennial/domain';
import type {
  MemberMetrics,
  NextStageOf,
  ShippedMember,
  ShippedPlace,
  ShippedStage,
  ShippedTimeline,
} from '@perennial/engine';
import type { FactRow } from '../sql/fact-row.ts';
import type { PlaceRow, SnapshotRow, TimelineRow } from '../sql/lens/read-block.ts';

const statuses = ['live', 'absorbed', 'erased'] as const;

/** The queryable form of a member's encoded state. */
export function snapshotOfRow(row: SnapshotRow, nextStageOf: NextStageOf): ShippedMember {
  const { activity, lifecycle } = stateOf(row);
  return {
    shard: row.shard,
    memberId: row.id as MemberId,
    status: statuses[row.status] ?? 'live',
    mergedInto: row.merged_into as MemberId | null,
    position: row.position,
    clockAt: row.clock_at,
    programVersion: row.program_version,
    createdAt: row.created_at,
    stages: stagesOf(row, { activity, lifecycle }, nextStageOf),
    metrics: metricsOf(activity),
    tags: row.tags ?? [],
  };
}

function stateOf({ state }: SnapshotRow): MemberLifecycle {
  const { codec } = lifecycleFacet;
  return state === null ? codec.create() : codec.decode(state);
}

function stagesOf(
  row: SnapshotRow,
  { activity, lifecycle }: Pick<MemberLifecycle, 'activity' | 'lifecycle'>,
  nextStageOf: NextStageOf,
): readonly ShippedStage[] {
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

/** Facts that say where a member is at home: the last purchase does, and until there is one the registration. */
const placeTypes: ReadonlyMap<string, 'purchase' | 'registration'> = new Map([
  ['order.placed', 'purchase'],
  ['order.paid', 'purchase'],
  ['order.fulfilled', 'purchase'],
  ['member.registered', 'registration'],
]);

/** Where a fact saw a member, or undefined when it does not say. */
export function placeOfFact(row: FactRow): ShippedPlace | undefined {
  const kind = placeTypes.get(row.type);
  if (kind === undefined || row.member_id === null || (row.store_id === '' && row.channel === '')) return undefined;
  return {
    shard: row.shard,
    memberId: row.member_id as MemberId,
    kind,
    at: row.occurred_at,
    storeId: row.store_id,
    channel: row.channel,
  };
}

export function placeOfRow(row: PlaceRow): ShippedPlace {
  return {
    shard: row.shard,
    memberId: row.member_id as MemberId,
    kind: 'purchase',
    at: row.at,
    storeId: row.store_id,
    channel: row.channel,
  };
}
