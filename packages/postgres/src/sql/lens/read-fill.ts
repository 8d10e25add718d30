import { logKinds } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';
import { factColumns, type FactRow } from '../fact-row.ts';

/** Members of all shards in order, after one of them (index: primary key of member). */
export async function readMembersAfter(
  sql: Sql,
  after: { readonly shard: number; readonly id: string },
  limit: number,
): Promise<{ readonly shard: number; readonly id: string }[]> {
  return sql.rows(
    {
      name: 'read_members_after',
      text: `select shard, id from member where (shard, id) > ($1::integer, $2::uuid) order by shard, id limit $3`,
    },
    [after.shard, after.id, limit],
  );
}

/** Facts of these types, and decisions if they are asked for, of all logs in order, after one step (index: primary key of fact). */
export async function readStepsAfter(
  sql: Sql,
  after: { readonly shard: number; readonly position: number },
  wanted: { readonly types: readonly string[]; readonly hasDecisions: boolean; readonly limit: number },
): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'read_steps_after',
      text: `select ${factColumns} from fact f
              where (f.shard, f.position) > ($1::integer, $2::bigint)
                and (f.kind = ${logKinds.fact} and f.type = any($3::text[]) or f.kind = ${logKinds.decision} and $4::boolean)
              order by f.shard, f.position limit $5`,
    },
    [after.shard, after.position, textArray(wanted.types), wanted.hasDecisions, wanted.limit],
  );
}
