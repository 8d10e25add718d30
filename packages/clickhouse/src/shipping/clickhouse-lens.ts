import type {
  Lens,
  ShippedDerivedFact,
  ShippedFact,
  ShippedMember,
  ShippedStage,
  ShippedTimeline,
} from '@perennial/engine';
import type { LensConnection, LensRow } from '../client/lens-query.ts';
import { prepareLens } from '../schema/prepare.ts';

/**
 * ClickHouse as the target of the shipping. Each part of a block is one insert of at most some ten thousand rows into a table without
 * partitions, so it becomes one data part: all of it or nothing.
 */
export function createClickhouseLens(connection: LensConnection): Lens {
  const insert = (table: keyof typeof columns, version: number, rows: readonly LensRow[]): Promise<void> =>
    connection.insert({ table, columns: columns[table], rows, token: `block-${version}` });
  return {
    prepare: () => prepareLens(connection),
    async holds({ part, shard, position }) {
      const rows = await connection.read({
        sql: `select 1 as found from ${part} where shard = {shard:UInt16} and position = {position:UInt64} limit 1`,
        params: { shard, position },
        role: 'long',
      });
      return rows.length > 0;
    },
    addFacts: (block, facts) =>
      insert(
        'fact',
        block,
        facts.map((fact) => factRow(block, fact)),
      ),
    addDerivedFacts: (block, facts) =>
      insert(
        'derived_fact',
        block,
        facts.map((fact) => derivedFactRow(block, fact)),
      ),
    replaceTimelines: (version, timelines) =>
      insert(
        'stage_timeline',
        version,
        timelines.map((timeline) => timelineRow(version, timeline)),
      ),
    replaceMembers: (version, members) =>
      insert(
        'member',
        version,
        members.map((member) => memberRow(version, member)),
      ),
  };
}

const columns = {
  fact: [
    'shard',
    'position',
    'block',
    'member_id',
    'type',
    'occurred_at',
    'recorded_at',
    'is_backfill',
    'source',
    'message_id',
    'channel',
    'store_id',
    'payload',
  ],
  derived_fact: [
    'shard',
    'position',
    'block',
    'member_id',
    'type',
    'occurred_at',
    'recorded_at',
    'cause_kind',
    'cause_position',
    'cause_at',
    'program_version',
    'payload',
  ],
  stage_timeline: ['shard', 'member_id', 'lifecycle', 'version', 'from_at', 'stage', 'is_reactivation', 'is_acted'],
  member: [
    'shard',
    'member_id',
    'version',
    'status',
    'merged_into',
    'position',
    'clock_at',
    'program_version',
    'created_at',
    'stage',
    'stage_since_at',
    'next_at',
    'next_stage',
    'reactivations',
    'facts',
    'orders',
    'cancelled_orders',
    'refunds',
    'gross_minor',
    'net_minor',
    'reviews',
    'registered_at',
    'first_at',
    'first_order_at',
    'last_order_at',
    'last_interaction_at',
    'median_gap_ms',
    'store_id',
    'channel',
    'tags',
  ],
} as const;

function factRow(block: number, fact: ShippedFact): LensRow {
  return {
    shard: fact.shard,
    position: fact.position,
    block,
    member_id: fact.memberId,
    type: fact.type,
    occurred_at: fact.occurredAt,
    recorded_at: fact.recordedAt,
    is_backfill: fact.isBackfill,
    source: fact.source,
    message_id: fact.messageId,
    channel: fact.channel,
    store_id: fact.storeId,
    payload: fact.payload,
  };
}

function derivedFactRow(block: number, fact: ShippedDerivedFact): LensRow {
  return {
    shard: fact.shard,
    position: fact.position,
    block,
    member_id: fact.memberId,
    type: fact.type,
    occurred_at: fact.occurredAt,
    recorded_at: fact.recordedAt,
    cause_kind: fact.causeKind,
    cause_position: fact.causePosition,
    cause_at: fact.causeAt,
    program_version: fact.programVersion,
    payload: fact.payload,
  };
}

function timelineRow(version: number, timeline: ShippedTimeline): LensRow {
  return {
    shard: timeline.shard,
    member_id: timeline.memberId,
    lifecycle: timeline.lifecycle,
    version,
    from_at: timeline.fromAt,
    stage: timeline.stages,
    is_reactivation: timeline.isReactivation,
    is_acted: timeline.isActed,
  };
}

function memberRow(version: number, member: ShippedMember): LensRow {
  const { metrics } = member;
  return {
    shard: member.shard,
    member_id: member.memberId,
    version,
    status: member.status,
    merged_into: member.mergedInto,
    position: member.position,
    clock_at: member.clockAt,
    program_version: member.programVersion,
    created_at: member.createdAt,
    stage: byLifecycle(member, (stage) => stage.stage),
    stage_since_at: byLifecycle(member, (stage) => stage.sinceAt),
    next_at: byLifecycle(member, (stage) => stage.nextAt),
    next_stage: byLifecycle(member, (stage) => stage.nextStage),
    reactivations: byLifecycle(member, (stage) => stage.reactivations),
    facts: metrics.facts,
    orders: metrics.orders,
    cancelled_orders: metrics.cancelledOrders,
    refunds: metrics.refunds,
    gross_minor: metrics.grossMinor,
    net_minor: metrics.netMinor,
    reviews: metrics.reviews,
    registered_at: metrics.registeredAt,
    first_at: metrics.firstAt,
    first_order_at: metrics.firstOrderAt,
    last_order_at: metrics.lastOrderAt,
    last_interaction_at: metrics.lastInteractionAt,
    median_gap_ms: metrics.medianGapMs,
    store_id: member.storeId,
    channel: member.channel,
    tags: member.tags,
  };
}

/** A map column; lifecycles without a value are left out. */
function byLifecycle<Value>(
  member: ShippedMember,
  valueOf: (stage: ShippedStage) => Value | null,
): Record<string, Value> {
  const entries = member.stages.map((stage) => [stage.lifecycle, valueOf(stage)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Value] => entry[1] !== null));
}
