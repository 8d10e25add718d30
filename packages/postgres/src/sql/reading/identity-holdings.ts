import { nobody } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface IdentityHoldingRow {
  /** Identities of one type that a member holds; of a family, of the type that she holds most of. */
  readonly held: number;
  readonly members: number;
}

/** More than any policy allows: what is held beyond it is counted together. */
const heldMax = 1_001;

/**
 * How many members hold how many identities of a type, or of every type that begins with `prefix` but for those excepted.
 * Crosses shards and reads all identities from end to end (sequential): for the few who edit a policy, who keep the answer.
 */
export async function readIdentityHoldings(
  sql: Sql,
  wanted: { readonly type: string; readonly prefix: string | null; readonly except: readonly string[] },
): Promise<IdentityHoldingRow[]> {
  return sql.rows(
    {
      name: 'read_identity_holdings',
      text: `with held (shard, member_id, held) as (
               select shard, member_id, count(*) from identity
                where (type = $1 or starts_with(type, $2)) and type <> all($3::text[]) and member_id <> '${nobody}'
                group by shard, member_id, type
             ), most (held) as (
               select least(max(held), ${heldMax})::integer from held group by shard, member_id
             )
             select held, count(*) as members from most group by held order by held`,
    },
    [wanted.type, wanted.prefix, textArray(wanted.except)],
  );
}
