import type { UnitFlow } from '@perennial/domain/models';
import type { Sql } from '../../../database/database.ts';
import { neverExpires } from './count-outstanding.ts';

/** Of a wallet over all shards, by origin and months (index: primary key, its second column: a few hundred rows a shard). */
export async function readFlows(sql: Sql, wallet: string): Promise<UnitFlow[]> {
  return sql.rows(
    {
      name: 'read_wallet_flows',
      text: `select origin, issue_month as "issueMonth", month, sum(issued)::bigint as "issuedUnits",
                    sum(redeemed)::bigint as "redeemedUnits", sum(expired)::bigint as "expiredUnits",
                    sum(taken_back)::bigint as "takenBackUnits", sum(reinstated)::bigint as "reinstatedUnits",
                    sum(moved)::bigint as "movedUnits", sum(absorbed)::bigint as "absorbedUnits",
                    sum(sales_minor)::bigint as "salesMinor"
               from wallet_flow
              where wallet = $1
              group by origin, issue_month, month
              order by issue_month, month, origin`,
    },
    [wallet],
  );
}

export interface OutstandingRow {
  /** Null: never. */
  readonly expiryMonth: number | null;
  readonly units: number;
  readonly waiting: number;
  readonly held: number;
  readonly costMinor: number;
}

/** Of a wallet over all shards (index: primary key, its second column). */
export async function readOutstanding(sql: Sql, wallet: string): Promise<OutstandingRow[]> {
  return sql.rows(
    {
      name: 'read_wallet_outstanding',
      text: `select nullif(expiry_month, ${neverExpires}) as "expiryMonth", sum(units)::bigint as units,
                    sum(waiting)::bigint as waiting, sum(held)::bigint as held, sum(cost_minor)::bigint as "costMinor"
               from wallet_outstanding
              where wallet = $1
              group by expiry_month
              order by expiry_month`,
    },
    [wallet],
  );
}

/** Of a wallet over all shards (index: primary key, its second column). */
export async function readOwed(
  sql: Sql,
  wallet: string,
): Promise<{ readonly accounts: number; readonly owed: number }> {
  const [row] = await sql.rows<{ accounts: number; owed: number }>(
    {
      name: 'read_wallet_owed',
      text: `select coalesce(sum(accounts), 0)::bigint as accounts, coalesce(sum(owed), 0)::bigint as owed
               from wallet_owed where wallet = $1`,
    },
    [wallet],
  );
  return row ?? { accounts: 0, owed: 0 };
}
