import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** What is known of a snapshot before its tables are read. */
export interface SnapshotHead {
  readonly installationId: string;
  readonly migrations: readonly { readonly number: number; readonly name: string; readonly checksum: string }[];
  /** The end of each shard's log, ascending by shard. */
  readonly shardHeads: readonly { readonly shard: number; readonly position: string }[];
  /** What numbers itself, and the last number that was given out, which may be of a row that is gone. */
  readonly sequences: readonly SequenceEnd[];
}

export interface SequenceEnd {
  readonly table: string;
  readonly column: string;
  readonly value: string;
}

export interface SnapshotTable {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Snapshot extends SnapshotHead {
  readonly tables: readonly SnapshotTable[];
  /** The rows in the text format of COPY, which any PostgreSQL reads, of whatever version. One table at a time. */
  readTable(table: SnapshotTable): AsyncIterable<Buffer>;
}

/** The database is not one that a backup can be taken of; nothing was written. */
export class NoSnapshotError extends Error {
  override readonly name = 'NoSnapshotError';
}

/** What is read while others write: one snapshot of everything, in one read-only transaction, which holds nobody up. */
export async function withSnapshot<T>(url: string, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'perennial backup',
  });
  // A connection that breaks fails the query under way, too; without a listener it would end the process first.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A large table takes as long as it takes; what must not last is waiting for a migration's lock.
    await client.query(
      `set statement_timeout = 0; set lock_timeout = '30s'; set idle_in_transaction_session_timeout = 0`,
    );
    // A server may be set to write these otherwise, and another one reads what was written.
    await client.query(`set extra_float_digits = 3; set bytea_output = 'hex'; set datestyle = 'ISO, YMD'`);
    await client.query('begin isolation level repeatable read, read only');
    const head = await readHead(client);
    return await read({ ...head, tables: await readTables(client), readTable: (table) => readTable(client, table) });
  } finally {
    // Ending the session ends the transaction, also where a COPY was left half way.
    await client.end();
  }
}

async function readHead(client: pg.Client): Promise<SnapshotHead> {
  const known = await client.query<{ readonly has_id: boolean }>(
    `select exists (select 1 from pg_attribute
                     where attrelid = to_regclass('public.installation') and attname = 'id') as has_id`,
  );
  if (known.rows[0]?.has_id !== true)
    throw new NoSnapshotError('The database has no installation of this release: run `npx perennial migrate` first.');
  const installation = await client.query<{ readonly id: string }>('select id from installation');
  const id = installation.rows[0]?.id;
  if (id === undefined) throw new NoSnapshotError('The database is empty: there is no installation in it.');
  if (await isHalfRestored(client))
    throw new NoSnapshotError('The restore into this database did not finish, so it is not what it will be.');
  const migrations = await client.query<SnapshotHead['migrations'][number]>(
    'select number, name, checksum from migration order by number',
  );
  const heads = await client.query<SnapshotHead['shardHeads'][number]>(
    'select shard, position::text as position from shard_head order by shard',
  );
  return {
    installationId: id,
    migrations: migrations.rows,
    shardHeads: heads.rows,
    sequences: await readSequences(client),
  };
}

async function isHalfRestored(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ readonly known: boolean }>(
    `select to_regclass('public.restoration') is not null as known`,
  );
  if (rows[0]?.known !== true) return false;
  return (await client.query('select 1 from restoration where finished_at is null')).rowCount === 1;
}

/** Sequences stand outside of snapshots: what they say now is never less than what the rows of the snapshot have. */
async function readSequences(client: pg.Client): Promise<readonly SequenceEnd[]> {
  const { rows } = await client.query<SequenceEnd>(
    `select * from (
       select c.relname::text as table, a.attname::text as column,
              pg_sequence_last_value(pg_get_serial_sequence(format('public.%I', c.relname), a.attname)::regclass)::text as value
         from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')) s
      where value is not null
      order by 1, 2`,
  );
  return rows;
}

/** Every table that is no extension's, so that one that is added later is in the backup without being named here. */
async function readTables(client: pg.Client): Promise<readonly SnapshotTable[]> {
  const { rows } = await client.query<SnapshotTable>(
    `select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      group by c.relname
      order by c.relname`,
  );
  return rows;
}

async function* readTable(client: pg.Client, { name, columns }: SnapshotTable): AsyncIterable<Buffer> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  yield* client.query(copyTo(`copy public.${client.escapeIdentifier(name)} (${list}) to stdout`));
}
