import type { Database } from '@perennial/postgres';

/** Connections that transfer at once: as many as two cores keep busy. */
const connections = 8;

/**
 * What people write who need points and no more: two accounts, one transfer a transaction, an entry for each, balances that may not fall
 * below nothing. Gives transfers a second; no lots, no expiry, no rules, no refunds, no log.
 */
export async function runPlainLedger(
  { pool }: Database,
  { members, transfers }: { readonly members: number; readonly transfers: number },
): Promise<number> {
  await pool.query(`create table plain_account (id integer primary key, balance bigint not null)`);
  await pool.query(
    `create table plain_entry (id bigint generated always as identity primary key, debit integer not null, credit integer not null, units bigint not null)`,
  );
  await pool.query('insert into plain_account select n, 0 from generate_series(0, $1) n', [members]);
  let next = 0;
  const transferInTurn = async (): Promise<void> => {
    for (;;) {
      const n = next;
      if (n >= transfers) return;
      next += 1;
      await transfer(pool, 1 + (n % members));
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, transferInTurn));
  return (transfers / (performance.now() - startedAt)) * 1_000;
}

/** Out of the brand's account, which every transfer moves: it is locked last. */
async function transfer(pool: Database['pool'], member: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('update plain_account set balance = balance + $2 where id = $1', [member, 10]);
    await client.query('insert into plain_entry (debit, credit, units) values (0, $1, $2)', [member, 10]);
    await client.query('update plain_account set balance = balance - $1 where id = 0', [10]);
    await client.query('commit');
  } finally {
    client.release();
  }
}
