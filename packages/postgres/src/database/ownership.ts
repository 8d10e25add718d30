import pg from 'pg';

/** Held while this process owns the stores of a database. */
export interface Ownership {
  /** Called once when the lock is lost, because the database went away. */
  onLost(listener: () => void): void;
  release(): Promise<void>;
}

/** Spells the first letters of the product; the migration runner uses the number before. */
const advisoryLock = 0x7065_7268;

/**
 * Takes the lock that says who owns the stores, or returns who has it. It is an advisory lock of a session: it ends with the process
 * that holds it, however that ends, so nothing stale can be left behind, and no process number is compared.
 */
export async function takeOwnership(
  databaseUrl: string,
  name: string,
): Promise<Ownership | { readonly heldBy: string }> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    application_name: `perennial owner ${process.pid} ${name}`.slice(0, 63),
  });
  await client.connect();
  const answer = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [advisoryLock]);
  if (answer.rows[0]?.taken === true) return createOwnership(client);
  const heldBy = await describeHolder(client);
  await client.end();
  return { heldBy };
}

function createOwnership(client: pg.Client): Ownership {
  const listeners: (() => void)[] = [];
  let isOver = false;
  const lose = (): void => {
    if (isOver) return;
    isOver = true;
    for (const listener of listeners) listener();
  };
  client.on('error', lose);
  client.on('end', lose);
  return {
    onLost(listener) {
      listeners.push(listener);
    },
    async release() {
      if (isOver) return;
      isOver = true;
      // A server that stopped has ended the session already.
      await client.end().catch(() => undefined);
    },
  };
}

async function describeHolder(client: pg.Client): Promise<string> {
  const answer = await client.query<{ name: string }>(
    `select a.application_name as name
       from pg_locks l
       join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.objid = $1 and l.database = (select oid from pg_database where datname = current_database())
      limit 1`,
    [advisoryLock],
  );
  return answer.rows[0]?.name ?? 'another process';
}
