import type { Sql } from '../../database/database.ts';
import type { WalletPlace } from './member-entries.ts';

/** Units of a wallet that become available, or expire, at one instant. */
export interface LotDue {
  readonly wallet: string;
  readonly what: 'start' | 'expiry';
  readonly at: number;
  readonly units: number;
}

/**
 * What of the open lots of a member starts and expires when, as they are stored: what `expiriesOf` of the domain says of the same lots, without
 * sending thousands of them that never do either (index: wallet_lot_live).
 */
export async function readLotDues(sql: Sql, { shard, memberId }: Omit<WalletPlace, 'wallet'>): Promise<LotDue[]> {
  return sql.rows(
    {
      name: 'read_wallet_lot_dues',
      text: `select l.wallet, 'expiry' as what,
                    least(case when l.waits_for = '' then a.expires_at end, l.expires_at) as at, sum(l.remaining - l.held)::bigint as units
               from wallet_lot l
               left join wallet_account a on a.shard = $1 and a.member_id = $2::uuid and a.wallet = l.wallet
              where l.shard = $1 and l.member_id = $2::uuid and l.ended_at is null and l.remaining > l.held
                and least(case when l.waits_for = '' then a.expires_at end, l.expires_at) is not null
              group by 1, 3
              union all
             select wallet, 'start' as what, starts_at as at, sum(remaining)::bigint as units
               from wallet_lot
              where shard = $1 and member_id = $2::uuid and ended_at is null and waits_for = 'time'
              group by 1, 3`,
    },
    [shard, memberId],
  );
}
