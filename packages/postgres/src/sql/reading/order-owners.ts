import type { MemberId } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';

/** Who owns the orders that are claimed under these keys, each once; nobody's are absent (index: primary key). */
export async function readOrderOwners(sql: Sql, ids: readonly string[]): Promise<readonly MemberId[]> {
  const rows = await sql.rows<{ id: MemberId }>(
    {
      name: 'read_order_owners',
      text: `select distinct member_id as id from order_owner where id = any($1::uuid[]) and member_id is not null`,
    },
    [uuidArray(ids)],
  );
  return rows.map(({ id }) => id);
}
