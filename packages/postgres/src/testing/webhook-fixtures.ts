import type { Sql } from '../database/database.ts';

/** An event on its way to a webhook, as far as a test minds. */
export interface PlantedDelivery {
  readonly webhookId: string;
  readonly shard: number;
  readonly position: number;
  readonly memberId: string;
  readonly at: number;
  readonly type?: string;
  /** 0 waits, 1 was delivered, 2 was given up. */
  readonly state?: 0 | 1 | 2;
  readonly payload?: string;
}

/** Puts an event into the outbox, unless it is there, and hands it to a webhook, as the fold and the dispatcher do. */
export async function plantDelivery(sql: Sql, planted: PlantedDelivery): Promise<void> {
  const { webhookId, shard, position, memberId, at, type = 'stage.changed', state = 0, payload = '{}' } = planted;
  await sql.rows(
    {
      name: 'test_plant_event',
      text: `insert into outbox (shard, position, member_id, type, recorded_at, occurred_at, cause_kind, cause_position, cause_at,
                                 cause_facet, cause_n, cause_parent, payload)
             values ($1, $2::bigint, $3::uuid, $4, $5::bigint, $5::bigint - 1000, 'fact', $2::bigint, $5::bigint, 'lifecycle', 1, 0, $6)
                 on conflict do nothing`,
    },
    [shard, position, memberId, type, at, payload],
  );
  await sql.rows(
    {
      name: 'test_plant_delivery',
      text: `insert into webhook_delivery (shard, webhook_id, position, member_id, type, created_at, state, attempts, next_at)
             values ($1, $2::uuid, $3::bigint, $4::uuid, $5, $6::bigint, $7, $8, $6::bigint)`,
    },
    [shard, webhookId, position, memberId, type, at, state, state * 3],
  );
}
