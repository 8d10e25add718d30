import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';

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

/** What was and would have been told of these events (index: primary key). */
export async function deleteDeliveriesOfEvents(
  sql: Sql,
  events: readonly { readonly shard: number; readonly position: number }[],
): Promise<void> {
  if (events.length === 0) return;
  await sql.execute(
    {
      name: 'delete_deliveries_of_events',
      text: `delete from webhook_delivery d
              using unnest($1::integer[], $2::bigint[]) as k(shard, position)
              where d.shard = k.shard and d.position = k.position`,
    },
    [int4Array(events.map(({ shard }) => shard)), int8Array(events.map(({ position }) => position))],
  );
}
