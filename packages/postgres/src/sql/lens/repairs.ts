import type { LensLog, LogRange } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';

export interface RepairRow extends LogRange {
  readonly log: LensLog;
}

interface LogOfLens {
  readonly lens: string;
  readonly log: LensLog;
}

/** What a lens is to be sent again, in order (index: primary key). */
export async function readRepairs(sql: Sql, lens: string, limit: number): Promise<RepairRow[]> {
  return sql.rows(
    {
      name: 'read_repairs',
      text: `select log, shard, after, upto from lens_repair where lens = $1 order by log, shard, after limit $2`,
    },
    [lens, limit],
  );
}

/** Asks for ranges; one that begins where another one does takes in both (index: primary key). */
export async function insertRepairs(sql: Sql, { lens, log }: LogOfLens, ranges: readonly LogRange[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_repairs',
      text: `insert into lens_repair (lens, log, shard, after, upto)
             select $1::uuid, $2, shard, after, upto
               from unnest($3::integer[], $4::bigint[], $5::bigint[]) as r(shard, after, upto)
                 on conflict (lens, log, shard, after) do update set upto = greatest(lens_repair.upto, excluded.upto)`,
    },
    [lens, log, ...valuesOf(ranges)],
  );
}

/** Forgets ranges, unless they were asked for anew, and longer, meanwhile (index: primary key). */
export async function deleteRepairs(sql: Sql, { lens, log }: LogOfLens, ranges: readonly LogRange[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_repairs',
      text: `delete from lens_repair r
              using unnest($3::integer[], $4::bigint[], $5::bigint[]) as k(shard, after, upto)
              where r.lens = $1 and r.log = $2 and r.shard = k.shard and r.after = k.after and r.upto = k.upto`,
    },
    [lens, log, ...valuesOf(ranges)],
  );
}

function valuesOf(ranges: readonly LogRange[]): Buffer[] {
  return [
    int4Array(ranges.map(({ shard }) => shard)),
    int8Array(ranges.map(({ after }) => after)),
    int8Array(ranges.map(({ upto }) => upto)),
  ];
}
