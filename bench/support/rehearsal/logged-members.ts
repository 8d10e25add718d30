import { shardOf } from '@perennial/domain';
import { createMemberId } from '@perennial/engine';
import type { Database } from '@perennial/postgres';

/** A log by SQL, of members who are folded by nobody: what is read of them is their log alone. */
export interface LoggedMembers {
  readonly database: Database;
  readonly shardCount: number;
  readonly members: number;
  /** Instant of the first fact, epoch milliseconds; a member's facts follow at `everyMs`. */
  readonly startAt: number;
  readonly everyMs: number;
}

export const factsOfMember = 30;
export const loggedMixText =
  'of thirty facts of a member four orders of two lines, two of them paid, of every third member one given back in part; the rest views, visits and sign-ins';

/** Each fact of everybody in turn, so that a shard's log and its pages on disk hold its members mixed, as in life. */
export async function logMembers({ database, shardCount, members, startAt, everyMs }: LoggedMembers): Promise<void> {
  const ids = Array.from({ length: members }, () => createMemberId(startAt));
  const shards = ids.map((id) => shardOf(id, shardCount));
  const inShard = new Map<number, number>();
  const ordinals = shards.map((shard) => {
    const ordinal = (inShard.get(shard) ?? 0) + 1;
    inShard.set(shard, ordinal);
    return ordinal;
  });
  await database.pool.query(
    `create table bench_logged as
     select n::integer, shard, ordinal, id, count(*) over (partition by shard) as peers
       from unnest($1::integer[], $2::integer[], $3::uuid[]) with ordinality as m(shard, ordinal, id, n)`,
    [shards, ordinals, ids],
  );
  for (let fact = 0; fact < factsOfMember; fact += 1)
    await database.pool.query(insertFacts, [fact, Math.round(startAt + fact * everyMs)]);
  await database.pool.query(
    `insert into member (shard, id, position, clock_at, program_version, created_at)
     select shard, id, ordinal + (${factsOfMember} - 1) * peers, $1, 1, $2 from bench_logged`,
    [Math.round(startAt + factsOfMember * everyMs), startAt],
  );
  for (const table of ['shard_head', 'shard_cursor'])
    await database.pool.query(
      `update ${table} h set position = l.top
         from (select shard, max(peers) * ${factsOfMember} as top from bench_logged group by shard) l
        where l.shard = h.shard`,
    );
  await database.pool.query('drop table bench_logged');
  for (const table of ['member', 'fact']) await database.run(`vacuum (analyze) ${table}`);
  await database.run('checkpoint');
}

/** $1: which of a member's facts, $2: when. */
const insertFacts = `
  insert into fact (shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at, is_backfill, channel, payload)
  select shard, ordinal + $1::integer * peers, 0, id, 'bench', 'b' || n || '-' || $1::integer, f.type, $2::bigint, $2::bigint, false, 'web', f.payload
    from bench_logged,
 lateral (select case
            when $1::integer in (3, 11, 19, 27) then 'order.placed'
            when $1::integer in (4, 12) then 'order.paid'
            when $1::integer = 21 and n % 3 = 0 then 'order.refunded'
            when $1::integer % 5 = 0 then 'product.viewed'
            when $1::integer % 7 = 0 then 'member.signed_in'
            when $1::integer % 11 = 0 then 'store.visited'
            else 'page.viewed' end as type) t,
 lateral (select t.type, case
            when t.type in ('order.placed', 'order.paid') then
              '{"orderId":"o' || n || '-' || case when t.type = 'order.paid' then $1::integer - 1 else $1::integer end
              || '","amountMinor":' || 9900 + n % 400 * 100 || ',"currency":"CNY","lines":[{"productId":"p-' || n % 4000
              || '","category":"Skin/Serum","quantity":1,"amountMinor":' || n % 400 * 100
              || '},{"productId":"p-77","category":"Bath/Soap","quantity":2,"amountMinor":9900}]}'
            when t.type = 'order.refunded' then
              '{"orderId":"o' || n || '-19","refundId":"r' || n || '","amountMinor":9900,"currency":"CNY"}'
            when t.type = 'product.viewed' then '{"productId":"p-20417","category":"Skin/Serum"}'
            when t.type = 'page.viewed' then '{"url":"/p/1024?from=home","title":"Summer essentials"}'
            else '{}' end as payload) f`;
