import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

/** Some of the deliveries of a webhook, in no order (index: webhook_delivery_by_state). */
export async function readDeliveryKeys(
  sql: Sql,
  webhookId: string,
  limit: number,
): Promise<readonly { readonly shard: number; readonly position: number }[]> {
  return sql.rows(
    {
      name: 'read_delivery_keys',
      text: `select shard, position from webhook_delivery where webhook_id = $1::uuid limit $2`,
    },
    [webhookId, limit],
  );
}

/** (index: primary key) */
export async function deleteDeliveries(
  sql: Sql,
  webhookId: string,
  keys: readonly { readonly shard: number; readonly position: number }[],
): Promise<void> {
  await sql.execute(
    {
      name: 'delete_deliveries',
      text: `delete from webhook_delivery d
              using unnest($1::integer[], $2::bigint[]) as k(shard, position)
              where d.shard = k.shard and d.position = k.position and d.webhook_id = $3::uuid`,
    },
    [int4Array(keys.map(({ shard }) => shard)), int8Array(keys.map(({ position }) => position)), webhookId],
  );
}

/** What was and would have been told of these members; their outbox still stands (indexes: outbox_cause, primary key). */
export async function deleteDeliveriesOf(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_deliveries_of',
      text: `delete from webhook_delivery d
              using unnest($1::integer[], $2::uuid[]) as k(shard, member_id), outbox o
              where o.shard = k.shard and o.member_id = k.member_id and d.shard = o.shard and d.position = o.position`,
    },
    placeArrays(members),
  );
}
