import type { Sql } from '../../database/database.ts';

export interface MemberHeadRow {
  /** 0 live, 1 absorbed, 2 erased. */
  readonly status: number;
  readonly merged_into: string | null;
  readonly created_at: number;
}

/** Undefined when there is no such member (index: primary key). */
export async function readMemberHead(sql: Sql, shard: number, memberId: string): Promise<MemberHeadRow | undefined> {
  const rows = await sql.rows<MemberHeadRow>(
    {
      name: 'read_member_head',
      text: `select status, merged_into, created_at from member where shard = $1 and id = $2::uuid`,
    },
    [shard, memberId],
  );
  return rows[0];
}
