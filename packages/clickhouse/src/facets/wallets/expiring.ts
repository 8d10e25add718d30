import { numberOf, textOf } from '../../client/lens-query.ts';
import type { LensReader } from '../../client/lens-query.ts';
import { knownParams, rowsAsKnown } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';

/** What expires of a wallet before an instant: units, and whose. What is held is not among them. */
export interface ExpiringUnits {
  readonly until: number;
  readonly wallet: string;
  readonly members: number;
  readonly units: number;
}

export interface ExpiringOptions extends AsKnown {
  /** Epoch milliseconds: what expires before each of them is counted. */
  readonly untils: readonly number[];
}

/** Units that expire before each instant unless they are spent, by wallet. */
export async function expiringUnits(lens: LensReader, options: ExpiringOptions): Promise<readonly ExpiringUnits[]> {
  const rows = await lens.read({
    sql: `select until, wallet, uniqExact(shard, member_id) as members, sum(units) as units
            from (select shard, member_id, wallet, at, units, arrayJoin({untils:Array(Int64)}) as until
                    from ${rowsAsKnown('member', options)}
                   array join expiry_wallet as wallet, expiry_at as at, expiry_units as units
                   where status = 'live')
           where at < until
           group by until, wallet
           order by until, wallet`,
    params: { ...knownParams(options), untils: options.untils },
  });
  return rows.map((row) => ({
    until: numberOf(row, 'until'),
    wallet: textOf(row, 'wallet'),
    members: numberOf(row, 'members'),
    units: numberOf(row, 'units'),
  }));
}
