import { statusCode } from '../../../fold-store/members-of-rows.ts';
import type { Sql } from '../../../database/database.ts';
import { int4Array, textArray, uuidArray } from '../../../wire/binary-arrays.ts';

export interface OpenedWallet {
  readonly memberId: string;
  readonly wallet: string;
  readonly balance: number;
  /** References under which something was brought in, each with its units: JSON. Null: by somebody who turned out to be her. */
  readonly opened: Readonly<Record<string, number | null>>;
}

interface Wanted {
  readonly shard: number;
  readonly memberId: string;
  readonly wallet: string;
}

/** What was brought in of these wallets, and their balances; those that nothing was ever in are left out (index: primary keys). */
export async function readOpened(sql: Sql, wanted: readonly Wanted[]): Promise<OpenedWallet[]> {
  return sql.rows(
    {
      name: 'read_opened_wallets',
      text: `select a.member_id as "memberId", a.wallet, a.posted as balance,
                    coalesce((select jsonb_object_agg(o.reference, o.units) from (
                       select p.reference, sum(case when e.credit = 'member' then e.units else -e.units end) as units
                         from wallet_opening p
                         left join wallet_entry e on e.shard = p.shard and e.member_id = p.member_id
                          and e.wallet = p.wallet and e.kind = 'opening' and e.reason = p.reference
                        where p.shard = a.shard and p.member_id = a.member_id and p.wallet = a.wallet
                        group by p.reference) o), '{}'::jsonb) as opened
               from unnest($1::integer[], $2::uuid[], $3::text[]) as w(shard, member_id, wallet)
               join wallet_account a on a.shard = w.shard and a.member_id = w.member_id and a.wallet = w.wallet`,
    },
    [
      int4Array(wanted.map(({ shard }) => shard)),
      uuidArray(wanted.map(({ memberId }) => memberId)),
      textArray(wanted.map(({ wallet }) => wallet)),
    ],
  );
}

/** Those of these members who are there, were it in a survivor, and are not erased (index: primary key of member). */
export async function readKnown(sql: Sql, members: readonly Omit<Wanted, 'wallet'>[]): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    {
      name: 'read_known_among',
      text: `select m.id from unnest($1::integer[], $2::uuid[]) as w(shard, member_id)
               join member m on m.shard = w.shard and m.id = w.member_id and m.status <> ${statusCode.erased}`,
    },
    [int4Array(members.map(({ shard }) => shard)), uuidArray(members.map(({ memberId }) => memberId))],
  );
  return rows.map(({ id }) => id);
}

/** An open lot as a file of them has it. */
export interface OpenLotRow {
  readonly shard: number;
  readonly memberId: string;
  readonly wallet: string;
  readonly lot: number;
  readonly remaining: number;
  readonly units: number;
  readonly startsAt: number;
  readonly waitsFor: string;
  readonly expiresAt: number | null;
  readonly lotClass: string;
  readonly costMinor: number | null;
  readonly priority: number;
  /** JSON; '' for anywhere. */
  readonly scope: string;
  /** '' where it was not brought in. */
  readonly reference: string;
  readonly openedAt: number | null;
}

export type LotPlace = Pick<OpenLotRow, 'shard' | 'memberId' | 'wallet' | 'lot'>;

/** Open lots of living members of a shard after a place, in order (index: primary keys). */
export async function readOpenLots(sql: Sql, after: LotPlace, limit: number): Promise<OpenLotRow[]> {
  return sql.rows(
    {
      name: 'read_open_lots_after',
      text: `select l.shard, l.member_id as "memberId", l.wallet, l.lot, l.remaining, l.units, l.starts_at as "startsAt",
                    l.waits_for as "waitsFor", l.expires_at as "expiresAt", l.lot_class as "lotClass",
                    l.cost_minor as "costMinor", l.priority, l.scope,
                    case when e.kind = 'opening' then e.reason else '' end as reference, a.opened_at as "openedAt"
               from wallet_lot l
               join member m on m.shard = $1 and m.id = l.member_id and m.status = ${statusCode.live}
               join wallet_account a on a.shard = $1 and a.member_id = l.member_id and a.wallet = l.wallet
               join wallet_entry e
                 on e.shard = $1 and e.member_id = l.member_id and e.wallet = l.wallet and e.sequence = l.entry
              where l.shard = $1 and l.ended_at is null and (l.member_id, l.wallet, l.lot) > ($2::uuid, $3, $4)
              order by l.member_id, l.wallet, l.lot limit $5`,
    },
    [after.shard, after.memberId, after.wallet, after.lot, limit],
  );
}

/** What living members of a shard owe, in order (index: primary keys). */
export async function readDebts(
  sql: Sql,
  shard: number,
): Promise<{ readonly memberId: string; readonly wallet: string; readonly debt: number }[]> {
  return sql.rows(
    {
      name: 'read_wallet_debts',
      text: `select a.member_id as "memberId", a.wallet, a.debt
               from wallet_account a
               join member m on m.shard = $1 and m.id = a.member_id and m.status = ${statusCode.live}
              where a.shard = $1 and a.debt > 0
              order by a.member_id, a.wallet`,
    },
    [shard],
  );
}
