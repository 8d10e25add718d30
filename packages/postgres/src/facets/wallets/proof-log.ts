import type { Sql } from '../../database/database.ts';

/** What the last look at a shard found. */
export interface ProofRow {
  readonly shard: number;
  readonly begun_at: number;
  readonly proven_at: number;
  readonly entries: number;
  readonly accounts: number;
  readonly problems: number;
  /** JSON: the first of them. */
  readonly examples: string;
}

/** (index: primary key) */
export async function writeProof(sql: Sql, row: ProofRow): Promise<void> {
  await sql.execute(
    {
      name: 'write_wallet_proof',
      text: `insert into wallet_proof as t (shard, begun_at, proven_at, entries, accounts, problems, examples)
             values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (shard) do update
                set begun_at = excluded.begun_at, proven_at = excluded.proven_at, entries = excluded.entries,
                    accounts = excluded.accounts, problems = excluded.problems, examples = excluded.examples`,
    },
    [row.shard, row.begun_at, row.proven_at, row.entries, row.accounts, row.problems, row.examples],
  );
}

/** The last look at each shard that was looked at (sequential: as many as there are shards). */
export async function readProofs(sql: Sql): Promise<ProofRow[]> {
  return sql.rows(
    {
      name: 'read_wallet_proofs',
      text: `select shard, begun_at, proven_at, entries, accounts, problems, examples from wallet_proof order by shard`,
    },
    [],
  );
}
