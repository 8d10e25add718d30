import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';
import { factColumns, type FactRow } from '../fact-row.ts';
import type { MemberRow } from '../lock-members.ts';

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

/** The member row, with what the lens has of it beside. */
export interface SnapshotRow extends MemberRow {
  readonly merged_into: string | null;
  readonly created_at: number;
}

/**
 * Members as they stand now (index: primary key). Lateral with a limit, because the planner would otherwise read the whole table of
 * members to hash it.
 */
export async function readSnapshots(sql: Sql, keys: readonly Key[]): Promise<SnapshotRow[]> {
  return sql.rows(
    {
      name: 'read_snapshots',
      text: `select m.shard, m.id, m.position, m.clock_at, m.wake_at, m.program_version, m.status, m.state, m.due,
                    m.merged_into, m.created_at
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
              cross join lateral (
                select * from member where member.shard = k.shard and member.id = k.id limit 1
              ) m`,
    },
    [int4Array(keys.map((key) => key.shard)), uuidArray(keys.map((key) => key.id))],
  );
}
