import type {
  Lens,
  ShippedDerivedFact,
  ShippedFact,
  ShippedMember,
  ShippedPlace,
  ShippedTimeline,
} from '@perennial/engine';
import type { LensConnection, LensValues } from '../client/lens-query.ts';
import { prepareLens } from '../schema/prepare.ts';

/**
 * ClickHouse as the target of the shipping. Each part of a block is one insert of at most some ten thousand rows into a table without
 * partitions, so it becomes one data part: all of it or nothing.
 */
export function createClickhouseLens(connection: LensConnection): Lens {
  const insert = (table: keyof typeof columns, version: number, rows: readonly LensValues[]): Promise<void> =>
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
        facts.map((fact) => factValues(block, fact)),
      ),
    addDerivedFacts: (block, facts) =>
      insert(
        'derived_fact',
        block,
        facts.map((fact) => derivedFactValues(block, fact)),
      ),
    replaceTimelines: (version, timelines) =>
      insert(
        'stage_timeline',
        version,
        timelines.map((timeline) => timelineValues(version, timeline)),
      ),
    addPlaces: (version, places) => insert('member_place', version, places.map(placeValues)),
    replaceMembers: (version, members) =>
      insert(
        'member',
        version,
        members.map((member) => memberValues(version, member)),
      ),
  };
}

/** Columns of each table in the order of the values that the functions below make. */
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
  member_place: ['shard', 'member_id', 'store', 'channel'],
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
    'lifecycles',
    'stages',
    'since_at',
    'next_at',
    'next_stages',
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
    'tags',
  ],
} as const;

function factValues(block: number, fact: ShippedFact): LensValues {
  return [
    fact.shard,
    fact.position,
    block,
    fact.memberId,
    fact.type,
    fact.occurredAt,
    fact.recordedAt,
    fact.isBackfill,
    fact.source,
    fact.messageId,
    fact.channel,
    fact.storeId,
    fact.payload,
  ];
}

function derivedFactValues(block: number, fact: ShippedDerivedFact): LensValues {
  return [
    fact.shard,
    fact.position,
    block,
    fact.memberId,
    fact.type,
    fact.occurredAt,
    fact.recordedAt,
    fact.causeKind,
    fact.causePosition,
    fact.causeAt,
    fact.programVersion,
    fact.payload,
  ];
}

function timelineValues(version: number, timeline: ShippedTimeline): LensValues {
  const { shard, memberId, lifecycle, fromAt, stages, isReactivation, isActed } = timeline;
  return [shard, memberId, lifecycle, version, fromAt, stages, isReactivation, isActed];
}

function memberValues(version: number, member: ShippedMember): LensValues {
  const { metrics, stages } = member;
  return [
    member.shard,
    member.memberId,
    version,
    member.status,
    member.mergedInto,
    member.position,
    member.clockAt,
    member.programVersion,
    member.createdAt,
    stages.map((stage) => stage.lifecycle),
    stages.map((stage) => stage.stage),
    stages.map((stage) => stage.sinceAt),
    stages.map((stage) => stage.nextAt),
    stages.map((stage) => stage.nextStage),
    stages.map((stage) => stage.reactivations),
    metrics.facts,
    metrics.orders,
    metrics.cancelledOrders,
    metrics.refunds,
    metrics.grossMinor,
    metrics.netMinor,
    metrics.reviews,
    metrics.registeredAt,
    metrics.firstAt,
    metrics.firstOrderAt,
    metrics.lastOrderAt,
    metrics.lastInteractionAt,
    metrics.medianGapMs,
    member.tags,
  ];
}

/** Lies between all registrations and all purchases, so that one number orders both. */
const afterRegistrationsMs = 1e14;

function placeValues(place: ShippedPlace): LensValues {
  const at = place.at + (place.kind === 'purchase' ? afterRegistrationsMs : 0);
  return [place.shard, place.memberId, seen(at, place.storeId), seen(at, place.channel)];
}

/** A place that is not named is older than any that is. */
function seen(at: number, id: string): LensValues {
  return id === '' ? [-afterRegistrationsMs, ''] : [at, id];
}
