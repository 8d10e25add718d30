import { openView, type Member } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { byteaArray, int4Array, textArray, uuidArray } from '../wire/binary-arrays.ts';

interface StateRow {
  readonly member_id: string;
  readonly facet: string;
  readonly state: Buffer;
}

/** States that are kept apart from the members' rows (index: primary key). */
export async function loadStates(
  sql: Sql,
  asked: readonly { readonly member: Member; readonly facet: string }[],
): Promise<void> {
  const rows = await sql.rows<StateRow>(
    {
      name: 'load_member_facets',
      text: `select t.member_id, t.facet, t.state
               from unnest($1::integer[], $2::uuid[], $3::text[]) as k(shard, member_id, facet)
               join member_facet t on t.shard = k.shard and t.member_id = k.member_id and t.facet = k.facet`,
    },
    [
      int4Array(asked.map(({ member }) => member.shard)),
      uuidArray(asked.map(({ member }) => member.id)),
      textArray(asked.map(({ facet }) => facet)),
    ],
  );
  const states = new Map(rows.map((row) => [`${row.member_id} ${row.facet}`, row.state]));
  for (const { member, facet } of asked) {
    openView(member, member.facets.named(facet)).supplyState(states.get(`${member.id} ${facet}`) ?? null);
  }
}

export interface StateToWrite {
  readonly shard: number;
  readonly memberId: string;
  readonly facet: string;
  readonly state: Uint8Array;
}

/** Writes states that changed (index: primary key). */
export async function writeStates(sql: Sql, states: readonly StateToWrite[]): Promise<void> {
  if (states.length === 0) return;
  await sql.execute(
    {
      name: 'write_member_facets',
      text: `insert into member_facet (shard, member_id, facet, state)
             select * from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[])
                 on conflict (shard, member_id, facet) do update set state = excluded.state`,
    },
    [
      int4Array(states.map((one) => one.shard)),
      uuidArray(states.map((one) => one.memberId)),
      textArray(states.map((one) => one.facet)),
      byteaArray(states.map((one) => one.state)),
    ],
  );
}
