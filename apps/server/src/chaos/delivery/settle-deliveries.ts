import type { Client } from '@perennial/contracts/staff';
import type { Database } from '@perennial/postgres';
import { expect } from 'vitest';

interface Left {
  readonly unfolded: number;
  readonly unpassed: number;
  readonly waiting: number;
  readonly dead: number;
}

/** Later than any place that a sweep has come to, so that what is brought forward is not passed over; and soon. */
const soonMs = 1_000;

/** Ends what makes those that failed wait: brings the next attempts forward and has the webhooks be tried again. */
export async function hurry(database: Database, client: Client): Promise<void> {
  await database.execute(
    {
      name: 'test_bring_forward',
      text: `with clock as (select (extract(epoch from clock_timestamp()) * 1000)::bigint + $1::bigint as soon)
             update webhook_delivery set next_at = clock.soon from clock where state = 0 and next_at > clock.soon`,
    },
    [soonMs],
  );
  const { items } = await client.webhooks.list({});
  for (const { id, state } of items)
    if (state === 'resting') await client.webhooks.resume({ params: { webhookId: id } });
}

/** Everything that was sent in is folded, passed and delivered, without waiting for what makes failures wait. */
export async function untilSettled(database: Database, client: () => Client): Promise<void> {
  const look = async (): Promise<Left> => {
    const left = await readLeft(database);
    if (left.waiting > 0) await hurry(database, client());
    return left;
  };
  const nothing: Left = { unfolded: 0, unpassed: 0, waiting: 0, dead: 0 };
  await expect.poll(look, { timeout: 120_000, interval: 400 }).toEqual(nothing);
}

async function readLeft(database: Database): Promise<Left> {
  const [left] = await database.rows<Left>(
    {
      name: 'test_deliveries_left',
      text: `select (select coalesce(sum(h.position - c.position), 0)::bigint
                       from shard_head h join shard_cursor c on c.shard = h.shard) as unfolded,
                    (select coalesce(sum(p.outbox_position - coalesce(c.position, 0)), 0)::bigint
                       from shard_output p left join outbox_cursor c on c.shard = p.shard) as unpassed,
                    (select count(*) from webhook_delivery where state = 0) as waiting,
                    (select count(*) from webhook_delivery where state = 2) as dead`,
    },
    [],
  );
  if (left === undefined) throw new Error('a row of counts');
  return left;
}
