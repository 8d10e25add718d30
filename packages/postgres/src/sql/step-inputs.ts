import type { CauseKind, StepInput } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import type { Owned } from '../rows/write-rows.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

/** Writes what steps asked of resources and were granted (index: primary key). */
export async function insertStepInputs(sql: Sql, rows: readonly Owned<StepInput>[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_step_inputs',
      text: `insert into step_input (shard, member_id, cause_kind, cause_position, cause_at, facet, n, resource, asked, granted)
             select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::integer[],
                     $8::text[], $9::bigint[], $10::bigint[])`,
    },
    [
      int4Array(rows.map((r) => r.shard)),
      uuidArray(rows.map((r) => r.memberId)),
      textArray(rows.map((r) => r.row.cause.kind)),
      int8Array(rows.map((r) => r.row.cause.position)),
      int8Array(rows.map((r) => r.row.cause.at)),
      textArray(rows.map((r) => r.row.cause.facet)),
      int4Array(rows.map((r) => r.row.cause.n)),
      textArray(rows.map((r) => r.row.resource)),
      int8Array(rows.map((r) => r.row.asked)),
      int8Array(rows.map((r) => r.row.granted)),
    ],
  );
}

export interface StepInputRow {
  readonly member_id: string;
  readonly cause_kind: CauseKind;
  readonly cause_position: number;
  readonly cause_at: number;
  readonly facet: string;
  readonly n: number;
  readonly resource: string;
  readonly asked: number;
  readonly granted: number;
}

/** What steps of these members asked and were granted, in the order of the steps (index: primary key). */
export async function readStepInputs(
  sql: Sql,
  members: readonly { readonly shard: number; readonly id: string }[],
): Promise<StepInputRow[]> {
  return sql.rows(
    {
      name: 'read_step_inputs',
      text: `select i.member_id, i.cause_kind, i.cause_position, i.cause_at, i.facet, i.n, i.resource, i.asked, i.granted
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
               join step_input i on i.shard = k.shard and i.member_id = k.id
              order by i.member_id, i.cause_at, i.cause_position, i.n`,
    },
    [int4Array(members.map((m) => m.shard)), uuidArray(members.map((m) => m.id))],
  );
}

export function inputOf(row: StepInputRow): StepInput {
  const cause = {
    kind: row.cause_kind,
    position: row.cause_position,
    at: row.cause_at,
    facet: row.facet,
    n: row.n,
    parent: 0,
  };
  return { cause, resource: row.resource, asked: row.asked, granted: row.granted };
}
