import { setTimeout as delay } from 'node:timers/promises';
import { readFoldLag, type Database } from '@perennial/postgres';

/** So many events of a member wait, one behind the other. */
export const eventsPerMember = 4;

/**
 * Puts changes of stage into the outbox as the fold writes them, evenly over all shards, and vacuums as a day would have. Nothing else is
 * known of the members. The server itself passes them to the webhooks. Says how many they are: as many of each shard.
 */
export async function fillOutbox(database: Database, { events }: { readonly events: number }): Promise<number> {
  const payload = JSON.stringify({ lifecycle: 'main', stage: 'new', from: '', isReactivation: false });
  const { rowCount } = await database.pool.query(
    `with shards as (select count(*)::integer as n from shard_output),
     made as (
       select s.shard, s.outbox_position + k as position, gen_random_uuid() as first_id, k
         from shard_output s, shards, generate_series(1, ceil($1::numeric / shards.n)::integer) as k
     ),
     dated as (
       select m.*, first_value(first_id) over (partition by shard, (k - 1) / $2::integer order by k) as member_id,
              (extract(epoch from clock_timestamp()) * 1000)::bigint as at
         from made m
     ),
     written as (
       insert into outbox (shard, position, member_id, type, recorded_at, cause_kind, cause_position, cause_at, cause_facet,
                           cause_n, cause_parent, payload, occurred_at)
       select shard, position, member_id, 'stage.changed', at, 'fact', 1000000 + k, at, 'lifecycle', 0, 0, $3, at
         from dated
       returning 1
     )
     update shard_output o
        set outbox_position = o.outbox_position + ceil($1::numeric / shards.n)::integer
       from shards
      where (select count(*) from written) > 0`,
    [events, eventsPerMember, payload],
  );
  await database.run('vacuum (analyze) outbox');
  return Math.ceil(events / (rowCount ?? 1)) * (rowCount ?? 0);
}

/** Events that have not been passed to webhooks. */
export async function countAhead(database: Database): Promise<number> {
  return readNumber(
    database,
    `select coalesce(sum(p.outbox_position - coalesce(c.position, 0)), 0)::bigint as n
       from shard_output p left join outbox_cursor c on c.shard = p.shard`,
  );
}

/** How many deliveries of a webhook wait. */
export async function countWaiting(database: Database, webhookId: string): Promise<number> {
  return readNumber(
    database,
    `select count(*) as n from webhook_delivery where webhook_id = '${webhookId}' and state = 0`,
  );
}

async function readNumber(database: Database, text: string): Promise<number> {
  const { rows } = await database.pool.query<{ readonly n: string }>(text);
  return Number(rows[0]?.n ?? 0);
}

const lookMs = 100;

/** How long the oldest fact that waits for the fold has waited, milliseconds. */
export interface Lag {
  readonly p99: number;
  readonly most: number;
}

/** Looks at it each tenth of a second. */
export function watchFoldLag(database: Database): { stop(): Promise<Lag> } {
  const lags: number[] = [];
  let isWatching = true;
  async function watch(): Promise<void> {
    while (isWatching) {
      const { oldest_at: oldestAt } = await readFoldLag(database);
      lags.push(oldestAt === null ? 0 : Math.max(0, Date.now() - oldestAt));
      await delay(lookMs);
    }
  }
  const watching = watch();
  return {
    async stop() {
      isWatching = false;
      await watching;
      const sorted = lags.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
      return { p99: at(0.99), most: at(1) };
    },
  };
}
