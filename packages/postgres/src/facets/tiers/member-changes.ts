import type { TierChangeRow } from '@perennial/domain';
import { tierChangeRows } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { rowOf, sqlOf } from '../../rows/row-sql.ts';
import type { OwnedSqlRow } from '../../rows/row-sql.ts';

interface ChangesAsked {
  readonly shard: number;
  readonly memberId: string;
  readonly before: number;
  /** Epoch milliseconds: none that happened later. */
  readonly at: number;
  readonly limit: number;
}

const { columns } = sqlOf(tierChangeRows);

/** What happened to a member's levels before a number and by an instant, newest first (index: primary key). */
export async function readTierChangesBefore(
  sql: Sql,
  { shard, memberId, before, at, limit }: ChangesAsked,
): Promise<TierChangeRow[]> {
  const rows = await sql.rows<OwnedSqlRow>(
    {
      name: 'read_tier_changes_before',
      text: `select shard, member_id, ${columns} from tier_change
              where shard = $1 and member_id = $2::uuid and number < $3::integer and at <= $4::bigint
              order by number desc limit $5`,
    },
    [shard, memberId, before, at, limit],
  );
  // The one place where a line of the table gets the type of its row kind back.
  return rows.map((row) => rowOf(sqlOf(tierChangeRows), row) as TierChangeRow);
}
