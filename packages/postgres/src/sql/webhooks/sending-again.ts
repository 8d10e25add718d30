import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';
import type { DeliveryKey, LogPlace } from './deliveries.ts';

export interface PlacedKey {
  readonly shard: number;
  readonly position: number;
  readonly created_at: number;
}

/** What was given up, oldest first, after a place (index: webhook_delivery_by_state). */
export async function readDeadAfter(
  sql: Sql,
  { webhookId, after, limit }: { readonly webhookId: string; readonly after: LogPlace; readonly limit: number },
): Promise<readonly PlacedKey[]> {
  return sql.rows(
    {
      name: 'read_dead_after',
      text: `select shard, position, created_at from webhook_delivery
              where webhook_id = $1::uuid and state = 2
                and (created_at, shard, position) > ($2::bigint, $3::integer, $4::bigint)
              order by created_at, shard, position limit $5`,
    },
    [webhookId, after.createdAt, after.shard, after.position, limit],
  );
}

/** Has those of these that are still given up wait anew; how many they were (index: primary key). */
export async function reviveDeliveries(
  sql: Sql,
  webhookId: string,
  { keys, at }: { readonly keys: readonly PlacedKey[]; readonly at: number },
): Promise<number> {
  return sql.execute(
    {
      name: 'revive_deliveries',
      text: `update webhook_delivery d set state = 0, attempts = 0, next_at = $4::bigint
               from unnest($1::integer[], $2::bigint[]) as k(shard, position)
              where d.shard = k.shard and d.position = k.position and d.webhook_id = $3::uuid and d.state = 2`,
    },
    [int4Array(keys.map(({ shard }) => shard)), int8Array(keys.map(({ position }) => position)), webhookId, at],
  );
}

/** Has one wait anew however it stands; false where there is none (index: primary key). */
export async function sendDeliveryAgain(
  sql: Sql,
  { webhookId, shard, position }: DeliveryKey,
  at: number,
): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'send_delivery_again',
      text: `update webhook_delivery set state = 0, attempts = 0, next_at = $4::bigint
              where shard = $1 and webhook_id = $2::uuid and position = $3::bigint`,
    },
    [shard, webhookId, position, at],
  );
  return count === 1;
}
