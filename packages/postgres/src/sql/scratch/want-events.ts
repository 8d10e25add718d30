import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

/**
 * Has events of these types written down, as they are where somebody is to be told of them: a subscription to nowhere, in a scratch store on
 * which nothing is delivered.
 */
export async function wantEvents(sql: Sql, types: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'want_events',
      text: `insert into webhook (id, name, url, types, per_second_max, timeout_ms, created_at, created_by, updated_at, master_key_id,
                                  secret, secret_hint)
             values ('00000000-0000-4000-8000-000000000000', 'story', '', $1::text[], 1, 1, 0, 'story', 0, '', '', '')`,
    },
    [textArray(types)],
  );
}
