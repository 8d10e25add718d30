import pg from 'pg';

/** What keeps a database from being restored into, in words for the operator; undefined when it is empty. */
export async function describeOccupants(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await findOccupants(client);
  } finally {
    await client.end();
  }
}

const shownMax = 3;

export async function findOccupants(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ readonly name: string }>(
    `select c.relname::text as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by c.relname`,
  );
  const names = rows.map(({ name }) => name);
  if (names.length === 0) return undefined;
  const empty =
    'Nothing was changed. Name an empty database in DATABASE_URL (createdb makes one), or remove this one first if what is in it may go.';
  if (names.includes('restoration') && (await isUnfinished(client)))
    return `A restore into this database did not finish. ${empty}`;
  if (names.includes('installation'))
    return `There is an installation in this database already, and a restore writes over nothing. ${empty}`;
  const more = names.length > shownMax ? ` and ${names.length - shownMax} more` : '';
  return `The database is not empty: there is ${names.slice(0, shownMax).join(', ')}${more}. ${empty}`;
}

async function isUnfinished(client: pg.Client): Promise<boolean> {
  return (await client.query('select 1 from public.restoration where finished_at is null')).rowCount === 1;
}
