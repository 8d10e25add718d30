import type { Sql } from '../../../database/database.ts';
import { int8Array } from '../../../wire/binary-arrays.ts';
import type { FlowCount } from './count-flows.ts';

/** The month of what never expires: the greatest that the column holds. */
export const neverExpires = 2_147_483_647;

/**
 * Counts what is left in open lots of living members of a shard, by the month in which it expires: what was absorbed is in survivors. A lot
 * without an end of its own expires with its wallet, where that does so after a time without activity. What a lot cost is the part of what
 * is left of it, rounded down lot by lot as commands do (indexes: wallet_lot_live, primary keys).
 */
export async function countOutstanding(sql: Sql, { shard, monthStarts }: FlowCount): Promise<void> {
  await forgetOutstanding(sql, shard);
  await sql.execute(
    {
      name: 'count_wallet_outstanding',
      text: `insert into wallet_outstanding (shard, wallet, expiry_month, units, waiting, held, cost_minor)
             select $1::integer, o.wallet, o.expiry_month, sum(o.remaining)::bigint,
                    coalesce(sum(o.remaining) filter (where o.waits_for <> ''), 0)::bigint, sum(o.held)::bigint,
                    coalesce(sum(div(o.cost_minor::numeric * o.remaining, o.units)), 0)::bigint
               from (
                 select l.wallet, l.remaining, l.held, l.waits_for, l.cost_minor, l.units,
                        case when coalesce(l.expires_at, case when l.waits_for = '' then a.expires_at end) is null then ${neverExpires}
                             else width_bucket(coalesce(l.expires_at, a.expires_at), $2::bigint[]) - 1 end as expiry_month
                   from wallet_lot l
                   join member m on m.shard = $1 and m.id = l.member_id and m.status = 0
                   join wallet_account a on a.shard = $1 and a.member_id = l.member_id and a.wallet = l.wallet
                  where l.shard = $1 and l.ended_at is null
               ) o
              group by o.wallet, o.expiry_month`,
    },
    [shard, int8Array(monthStarts)],
  );
}

/** Counts how many living members of a shard have an account, and what they owe (indexes: primary keys). */
export async function countOwed(sql: Sql, shard: number): Promise<void> {
  await forgetOwed(sql, shard);
  await sql.execute(
    {
      name: 'count_wallet_owed',
      text: `insert into wallet_owed (shard, wallet, accounts, owed)
             select $1::integer, a.wallet, count(*), sum(a.debt)::bigint
               from wallet_account a
               join member m on m.shard = $1 and m.id = a.member_id and m.status = 0
              where a.shard = $1
              group by a.wallet`,
    },
    [shard],
  );
}

async function forgetOutstanding(sql: Sql, shard: number): Promise<void> {
  await sql.execute({ name: 'forget_wallet_outstanding', text: 'delete from wallet_outstanding where shard = $1' }, [
    shard,
  ]);
}

async function forgetOwed(sql: Sql, shard: number): Promise<void> {
  await sql.execute({ name: 'forget_wallet_owed', text: 'delete from wallet_owed where shard = $1' }, [shard]);
}
