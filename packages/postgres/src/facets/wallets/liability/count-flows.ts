import type { Sql } from '../../../database/database.ts';
import { orderRefunds, orderSales } from '../../../reading/index.ts';
import { int8Array } from '../../../wire/binary-arrays.ts';

/** A shard, and the first instants of the calendar months from January 1970 on. */
export interface FlowCount {
  readonly shard: number;
  readonly monthStarts: readonly number[];
}

/**
 * Counts the units of a shard anew, by the months of their issue and of what became of them. Entries of absorbed members count as well: what
 * they did was done, and what a merge or its undoing moves from one member to the other is no movement of the whole, so that it is left out.
 *
 * A share of an entry counts for the month in which its lot was issued; what no lot gave (it is owed) for that of the entry that is taken
 * back, else for its own. Units that paid what was owed leave their lot without an entry: they are what entries brought into it less what is
 * there. An order counts as sold in the month in which it was issued for, less its refunds in theirs; where the member was absorbed, the
 * survivor's copy of the order gives the refunds from then on (indexes: primary keys).
 */
export async function countFlows(sql: Sql, { shard, monthStarts }: FlowCount): Promise<void> {
  await forgetFlows(sql, shard);
  await sql.execute({ name: 'count_wallet_flows', text: countText }, [shard, int8Array(monthStarts)]);
}

async function forgetFlows(sql: Sql, shard: number): Promise<void> {
  await sql.execute({ name: 'forget_wallet_flows', text: 'delete from wallet_flow where shard = $1' }, [shard]);
}

/** The month of an instant, from January 1970 on. */
const monthOf = (at: string) => `width_bucket(${at}, $2::bigint[]) - 1`;
const originOf = (source: string) => `case ${source}
    when 'order' then 'sale' when 'opening' then 'opening' when 'transfer' then 'transfer' else 'grant' end`;

/** Every share of an entry, and what no lot gave of it. */
const share = `
  select e.member_id, e.wallet, e.kind, e.at, e.source, e.reverses, s.lot,
         case when e.credit = 'member' then s.units else -s.units end as units
    from wallet_entry e
   cross join lateral (
     select (part.value ->> 0)::integer as lot, (part.value ->> 1)::bigint as units
       from jsonb_array_elements(e.lots::jsonb) part
      union all
     select null, e.units - coalesce((select sum((part.value ->> 1)::bigint)
                                        from jsonb_array_elements(e.lots::jsonb) part), 0)::bigint
   ) s
   where e.shard = $1 and s.units <> 0`;

/** Signed as the balance: what comes in is above 0. */
const moved = `
  select s.wallet, s.kind, s.units, s.at, coalesce(l.issued_at, r.at, s.at) as issued_at,
         coalesce(l.source, s.source) as source
    from share s
    left join wallet_lot l on l.shard = $1 and l.member_id = s.member_id and l.wallet = s.wallet and l.lot = s.lot
    left join wallet_entry r
      on r.shard = $1 and r.member_id = s.member_id and r.wallet = s.wallet and r.sequence = s.reverses and s.lot is null
   where s.kind not in ('merge_in', 'merge_debt', 'unmerge_in', 'unmerge_out', 'extend')`;

const absorbed = `
  select l.wallet, l.source, l.issued_at, greatest(l.issued_at, l.starts_at) as at, s.units - l.remaining as units
    from (select member_id, wallet, lot, sum(units)::bigint as units from share where lot is not null
           group by member_id, wallet, lot) s
    join wallet_lot l on l.shard = $1 and l.member_id = s.member_id and l.wallet = s.wallet and l.lot = s.lot
   where s.units > l.remaining`;

/** Orders that brought units, by member and wallet: when they did, or since when what they brought is hers. */
const sold = `
  select e.member_id, e.wallet, e.source_id, min(e.at) filter (where e.kind = 'earn') as earned_at,
         min(m.at) as merged_at, min(l.issued_at) as issued_at
    from wallet_entry e
    left join (select member_id, min(at) as at from wallet_entry where shard = $1 and kind = 'merge_in'
                group by member_id) m on m.member_id = e.member_id
    left join (select member_id, wallet, source_id, min(issued_at) as issued_at from wallet_lot
                where shard = $1 and source = 'order' group by member_id, wallet, source_id) l
      on l.member_id = e.member_id and l.wallet = e.wallet and l.source_id = e.source_id
   where e.shard = $1 and e.source = 'order' and e.kind in ('earn', 'take_back')
   group by e.member_id, e.wallet, e.source_id`;

const bought = `
  select s.wallet, coalesce(s.earned_at, s.issued_at, o.bought_at, s.merged_at) as issued_at, s.earned_at, s.merged_at,
         o.member_id, o.name, o.amount_minor, o.cancelled_at
    from sold s
    join (${orderSales}) o on o.member_id = s.member_id and o.name = s.source_id`;

const refunded = `
  select b.wallet, b.issued_at, greatest(r.refunded_at, b.issued_at) as at, -r.amount_minor as minor
    from bought b
    join refund r on r.member_id = b.member_id and r.name = b.name
   where b.earned_at is not null or r.refunded_at >= b.merged_at`;

/** What a cancelled order had left to give back. */
const cancelled = `
  select b.wallet, b.issued_at, greatest(b.cancelled_at, b.issued_at) as at,
         -greatest(0, b.amount_minor - coalesce((select sum(r.amount_minor) from refund r
           where r.member_id = b.member_id and r.name = b.name), 0))::bigint as minor
    from bought b
   where b.cancelled_at is not null and (b.earned_at is not null or b.cancelled_at >= b.merged_at)`;

const sale = `
  select wallet, issued_at, issued_at as at, amount_minor as minor from bought where earned_at is not null
   union all select wallet, issued_at, at, minor from refunded
   union all select wallet, issued_at, at, minor from cancelled`;

const sumOf = (kinds: string, sign: '' | '-' = '') =>
  `coalesce(sum(${sign}units) filter (where kind in (${kinds})), 0)::bigint`;

const countText = `
  with share as materialized (${share}),
  sold as materialized (${sold}),
  refund as materialized (${orderRefunds}),
  bought as materialized (${bought}),
  refunded as (${refunded}),
  cancelled as (${cancelled}),
  flow as (
    select wallet, ${originOf('source')} as origin, issued_at, at, kind, units, 0::bigint as minor from (${moved}) m
     union all
    select wallet, ${originOf('source')}, issued_at, at, 'absorbed', units, 0 from (${absorbed}) a
     union all
    select wallet, 'sale', issued_at, at, 'sale', 0, minor from (${sale}) s
  )
  insert into wallet_flow (shard, wallet, origin, issue_month, month, issued, redeemed, expired, taken_back, reinstated, moved,
                           absorbed, sales_minor)
  select $1::integer, wallet, origin, ${monthOf('issued_at')}, ${monthOf('at')},
         ${sumOf(`'earn', 'adjust_up', 'opening'`)},
         ${sumOf(`'spend', 'capture', 'restore'`, '-')},
         ${sumOf(`'expire', 'forfeit'`, '-')},
         ${sumOf(`'take_back', 'adjust_down', 'cancel', 'void'`, '-')},
         ${sumOf(`'reinstate'`)},
         ${sumOf(`'transfer_in', 'transfer_out'`)},
         ${sumOf(`'absorbed'`)},
         sum(minor)::bigint
    from flow
   group by wallet, origin, ${monthOf('issued_at')}, ${monthOf('at')}`;
