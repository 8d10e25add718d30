import pg from 'pg';
import { ensureEmbeddedPostgres } from '../embedded/index.ts';

/** How far the clocks of this run are moved, milliseconds; set when the run states a date. */
const shiftMsVariable = 'PERENNIAL_TEST_CLOCK_SHIFT_MS';

/**
 * Moves the clock of a database by as much as that of the test's process, so that the two agree as they do in production. Does nothing
 * in a run as of today.
 *
 * PostgreSQL has no clock to set. But a function found in the search path before PostgreSQL's own is taken instead of it, and our
 * statements ask for the time with `clock_timestamp()` alone. It holds for connections that are opened from now on.
 */
export async function shiftStoreClock(url: string): Promise<void> {
  if (shiftMs() === 0) return;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(`create schema test_clock`);
    await client.query(
      `create function test_clock.clock_timestamp() returns timestamptz language sql volatile
         return pg_catalog.clock_timestamp() + interval '${shiftMs()} milliseconds'`,
    );
    const database = pg.escapeIdentifier(client.database ?? '');
    await client.query(`alter database ${database} set search_path = "$user", public, test_clock, pg_catalog`);
  } finally {
    await client.end();
  }
}

/** As `shiftStoreClock`, for the embedded server of a folder that a test hands to the product: call it before anybody opens the folder. */
export async function shiftOwnStoreClock(folder: string): Promise<void> {
  if (shiftMs() === 0) return;
  const server = await ensureEmbeddedPostgres({ folder, isDurable: false });
  await shiftStoreClock(server.url);
  await server.stop();
}

function shiftMs(): number {
  return Number(process.env[shiftMsVariable] ?? 0);
}
