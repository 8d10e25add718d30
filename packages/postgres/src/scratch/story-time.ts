import pg from 'pg';

/**
 * Lets the time of a database stand where it is put. PostgreSQL has no clock to set, but a function that is found in the search path before
 * its own is taken instead, and statements ask for the time with `clock_timestamp()` alone. It holds for connections opened from then on.
 */
export async function letTimeStand(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      create schema story;
      create table story.time (at bigint not null);
      insert into story.time (at) values (0);
      create function story.clock_timestamp() returns timestamptz language sql volatile as
        $$ select to_timestamp((select at from story.time) / 1000.0) $$`);
    const database = pg.escapeIdentifier(client.database ?? '');
    await client.query(`alter database ${database} set search_path = "$user", public, story, pg_catalog`);
  } finally {
    await client.end();
  }
}
