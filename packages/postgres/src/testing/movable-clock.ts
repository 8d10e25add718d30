import pg from 'pg';
import type { Sql } from '../database/database.ts';

/**
 * Lets a test move the clock of a database while a server runs on it, for what is due only days later. Called before anybody opens the
 * database, because it holds for connections that are opened from then on; a clock of the run's own (`store-clock.ts`) goes on beneath.
 */
export async function letStoreClockMove(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const searched = await client.query<{ path: string }>(`select current_setting('search_path') as path`);
    const path = (searched.rows[0]?.path ?? '').split(', ').filter((name) => name !== 'pg_catalog');
    const beneath = path.includes('test_clock') ? 'test_clock' : 'pg_catalog';
    await client.query(`
      create schema test_movable_clock;
      create table test_movable_clock.moved (milliseconds bigint not null);
      insert into test_movable_clock.moved (milliseconds) values (0);
      create function test_movable_clock.clock_timestamp() returns timestamptz language sql volatile as
        $$ select ${beneath}.clock_timestamp() + (select milliseconds from test_movable_clock.moved) * interval '1 millisecond' $$`);
    const names = [...path.filter((name) => name !== 'test_clock'), 'test_movable_clock', 'pg_catalog'];
    await client.query(
      `alter database ${pg.escapeIdentifier(client.database ?? '')} set search_path = ${names.join(', ')}`,
    );
  } finally {
    await client.end();
  }
}

/** Moves it on by so much more. */
export async function moveStoreClock(sql: Sql, milliseconds: number): Promise<void> {
  await sql.run(`update test_movable_clock.moved set milliseconds = milliseconds + ${milliseconds}`);
}
