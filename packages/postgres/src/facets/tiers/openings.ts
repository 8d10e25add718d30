import { statusCode } from '../../fold-store/members-of-rows.ts';
import type { Sql } from '../../database/database.ts';
import { int4Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

export interface SetPlace {
  readonly shard: number;
  readonly memberId: string;
  readonly tierSet: string;
}

export interface StoodLevel extends SetPlace {
  readonly level: string;
  readonly since: number;
  readonly reason: string;
  readonly validUntil: number | null;
  readonly assignedLevel: string;
  readonly assignedUntil: number | null;
}

const columns = `t.shard, t.member_id as "memberId", t.tier_set as "tierSet", t.level, t.since, t.reason,
                    t.valid_until as "validUntil", t.assigned_level as "assignedLevel", t.assigned_until as "assignedUntil"`;

/** Where these members stand in these sets (index: primary key). */
export async function readStoodLevels(sql: Sql, places: readonly SetPlace[]): Promise<StoodLevel[]> {
  return sql.rows(
    {
      name: 'read_stood_levels',
      text: `select ${columns} from unnest($1::integer[], $2::uuid[], $3::text[]) as w(shard, member_id, tier_set)
               join tier_standing t on t.shard = w.shard and t.member_id = w.member_id and t.tier_set = w.tier_set`,
    },
    [
      int4Array(places.map(({ shard }) => shard)),
      uuidArray(places.map(({ memberId }) => memberId)),
      textArray(places.map(({ tierSet }) => tierSet)),
    ],
  );
}

/** Levels of living members of a shard after a place, in order; without those that everybody has (index: primary keys). */
export async function readLevelsAfter(sql: Sql, after: SetPlace, limit: number): Promise<StoodLevel[]> {
  return sql.rows(
    {
      name: 'read_levels_after',
      text: `select ${columns} from tier_standing t
               join member m on m.shard = $1 and m.id = t.member_id and m.status = ${statusCode.live}
              where t.shard = $1 and t.level <> '' and t.reason <> 'base' and (t.member_id, t.tier_set) > ($2::uuid, $3)
              order by t.member_id, t.tier_set limit $4`,
    },
    [after.shard, after.memberId, after.tierSet, limit],
  );
}
