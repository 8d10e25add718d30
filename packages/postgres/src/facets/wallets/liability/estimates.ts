import type { Sql } from '../../../database/database.ts';

/** What somebody expects of the units that were issued in a year. */
export interface EstimateRow {
  readonly id: string;
  readonly wallet: string;
  readonly issueYear: number;
  /** Months since January 1970. */
  readonly fromMonth: number;
  readonly redeemedOfMillion: number | null;
  readonly setAt: number;
  readonly setById: string;
  readonly setBy: string;
}

/** One a year and month, by far more often than anybody sets them. */
const estimatesMax = 10_000;

/** In the order in which they were set (index: wallet_estimate_of_wallet). */
export async function readEstimates(sql: Sql, wallet: string): Promise<EstimateRow[]> {
  return sql.rows(
    {
      name: 'read_wallet_estimates',
      text: `select id, wallet, issue_year as "issueYear", from_month as "fromMonth",
                    redeemed_of_million as "redeemedOfMillion", set_at as "setAt", set_by_id as "setById", set_by as "setBy"
               from wallet_estimate where wallet = $1 order by set_at, id limit $2`,
    },
    [wallet, estimatesMax],
  );
}

export async function insertEstimate(sql: Sql, row: EstimateRow): Promise<void> {
  await sql.execute(
    {
      name: 'insert_wallet_estimate',
      text: `insert into wallet_estimate (id, wallet, issue_year, from_month, redeemed_of_million, set_at, set_by_id, set_by)
             values ($1::uuid, $2, $3, $4, $5, $6, $7, $8)`,
    },
    [row.id, row.wallet, row.issueYear, row.fromMonth, row.redeemedOfMillion, row.setAt, row.setById, row.setBy],
  );
}
