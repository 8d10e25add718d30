import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';
import { factColumns, type FactRow } from '../fact-row.ts';

interface LogRange {
  readonly shard: number;
  readonly from: number;
  readonly to: number;
}

function rangeValues(ranges: readonly LogRange[]): Buffer[] {
  return [
    int4Array(ranges.map((r) => r.shard)),
    int8Array(ranges.map((r) => r.from)),
    int8Array(ranges.map((r) => r.to)),
  ];
}

/** Steps of the log within the ranges, in order of (shard, position) (index: primary key). */
export async function readBlockFacts(sql: Sql, ranges: readonly LogRange[]): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'read_block_facts',
      text: `select ${factColumns}
               from unnest($1::integer[], $2::bigint[], $3::bigint[]) as r(shard, after, upto)
              cross join lateral (
                select * from fact
                 where fact.shard = r.shard and fact.position > r.after and fact.position <= r.upto
              ) f
              order by f.shard, f.position`,
    },
    rangeValues(ranges),
  );
}

export interface BlockDerivedRow {
  readonly shard: number;
  readonly position: number;
  readonly member_id: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly cause_kind: string;
  readonly cause_position: number;
  readonly cause_at: number;
  readonly program_version: number;
  readonly payload: string;
}

/** Derived facts within the ranges, in order of (shard, position) (index: primary key). */
export async function readBlockDerivedFacts(sql: Sql, ranges: readonly LogRange[]): Promise<BlockDerivedRow[]> {
  return sql.rows(
    {
      name: 'read_block_derived_facts',
      text: `select d.shard, d.position, d.member_id, d.type, d.occurred_at, d.recorded_at, d.cause_kind, d.cause_position,
                    d.cause_at, d.program_version, d.payload
               from unnest($1::integer[], $2::bigint[], $3::bigint[]) as r(shard, after, upto)
              cross join lateral (
                select * from derived_fact
                 where derived_fact.shard = r.shard and derived_fact.position > r.after and derived_fact.position <= r.upto
              ) d
              order by d.shard, d.position`,
    },
    rangeValues(ranges),
  );
}

interface Key {
  readonly shard: number;
  readonly id: string;
}

export interface SnapshotRow {
  readonly shard: number;
  readonly id: string;
  readonly position: number;
  readonly clock_at: number;
  readonly program_version: number;
  readonly status: number;
  readonly merged_into: string | null;
  readonly created_at: number;
  readonly state: Buffer | null;
  readonly tags: readonly string[] | null;
}

/**
 * Members as they stand now (indexes: primary keys). Lateral with a limit, because the planner would otherwise read the whole table of
 * members to hash it.
 */
export async function readSnapshots(sql: Sql, keys: readonly Key[]): Promise<SnapshotRow[]> {
  return sql.rows(
    {
      name: 'read_snapshots',
      text: `select m.shard, m.id, m.position, m.clock_at, m.program_version, m.status, m.merged_into, m.created_at,
                    m.state, t.tags
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
              cross join lateral (
                select * from member where member.shard = k.shard and member.id = k.id limit 1
              ) m
               left join lateral (
                 select array_agg(a.name order by a.name) as tags from member_attribute a
                  where a.shard = m.shard and a.member_id = m.id and a.kind = 'tag' and a.value not in ('null', 'false')
               ) t on true`,
    },
    [int4Array(keys.map((key) => key.shard)), uuidArray(keys.map((key) => key.id))],
  );
}

export interface PlaceRow {
  readonly shard: number;
  readonly member_id: string;
  readonly at: number;
  readonly store_id: string;
  readonly channel: string;
}

/** Where members bought, order by order (index: primary key). For members whose orders came from elsewhere than a block's facts. */
export async function readPlaces(sql: Sql, keys: readonly Key[]): Promise<PlaceRow[]> {
  return sql.rows(
    {
      name: 'read_places',
      text: `select o.shard, o.member_id, o.at, o.store_id, o.channel
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
              cross join lateral (
                select shard, member_id, coalesce(placed_at, paid_at, fulfilled_at) as at, store_id, channel
                  from member_order where member_order.shard = k.shard and member_order.member_id = k.id offset 0
              ) o
              where o.at is not null and (o.store_id != '' or o.channel != '')`,
    },
    [int4Array(keys.map((key) => key.shard)), uuidArray(keys.map((key) => key.id))],
  );
}

export interface TimelineRow {
  readonly shard: number;
  readonly member_id: string;
  readonly lifecycle: string;
  readonly from_at: readonly string[];
  readonly stages: readonly string[];
  readonly is_reactivation: readonly boolean[];
  readonly is_acted: readonly boolean[];
}

/** Live timelines, one row a member and lifecycle (index: primary key of stage_entry). */
export async function readTimelines(sql: Sql, keys: readonly Key[]): Promise<TimelineRow[]> {
  return sql.rows(
    {
      name: 'read_timelines',
      text: `select e.shard, e.member_id, e.lifecycle,
                    array_agg(e.valid_from::text order by e.valid_from, e.recorded_at) as from_at,
                    array_agg(e.stage order by e.valid_from, e.recorded_at) as stages,
                    array_agg(e.is_reactivation order by e.valid_from, e.recorded_at) as is_reactivation,
                    array_agg(e.is_acted order by e.valid_from, e.recorded_at) as is_acted
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
              cross join lateral (
                select * from stage_entry
                 where stage_entry.shard = k.shard and stage_entry.member_id = k.id and superseded_at is null offset 0
              ) e
              group by e.shard, e.member_id, e.lifecycle`,
    },
    [int4Array(keys.map((key) => key.shard)), uuidArray(keys.map((key) => key.id))],
  );
}
