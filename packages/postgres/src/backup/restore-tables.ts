import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { applyWithin, beginMigrating } from '../schema/migrate.ts';
import type { Migration } from '../schema/migrate.ts';
import { becomeAnotherInstallation } from './become-another-installation.ts';
import type { RestoredFrom } from './become-another-installation.ts';
import { findOccupants } from './occupants.ts';
import type { SequenceEnd, SnapshotTable } from './read-snapshot.ts';

/** Where the rows of one table go. */
export interface RowSink {
  write(rows: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** Answers where the rows of a table go; undefined when there is no such table. One at a time. */
export type OpenTable = (table: SnapshotTable) => Promise<RowSink | undefined>;

export interface RestorePlan {
  /** Those of the backup: the rows fit what these make. */
  readonly migrations: readonly Migration[];
  /** Those that came after it. */
  readonly later: readonly Migration[];
  readonly sequences: readonly SequenceEnd[];
  readonly from: RestoredFrom;
  /** Asks for each table, and throws when what it read was not whole: then nothing of it stays. */
  readonly fill: (open: OpenTable) => Promise<void>;
}

/** There is something in the database already. Nothing was changed. */
export class DatabaseOccupiedError extends Error {
  override readonly name = 'DatabaseOccupiedError';
}

/**
 * Fills an empty database and makes it an installation of its own, in one transaction: whatever ends it in between, the database is empty
 * as it was before. Answers the id of the new installation.
 *
 * A table that was made in the same transaction is written without a copy in the write-ahead log where the server keeps the least of
 * it, as the embedded one does.
 */
export async function restoreTables(url: string, plan: RestorePlan): Promise<string> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'perennial restore',
  });
  // A connection that breaks fails the query under way, too; without a listener it would end the process first.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await beginMigrating(client);
    await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0');
    const occupants = await findOccupants(client);
    if (occupants !== undefined) throw new DatabaseOccupiedError(occupants);
    const id = await restoreOnce(client, plan);
    // Without it the first queries are planned as if the tables were empty.
    await client.query('analyze');
    return id;
  } finally {
    // Ending the session gives the lock back, and rolls back what was not committed.
    await client.end();
  }
}

async function restoreOnce(client: pg.Client, plan: RestorePlan): Promise<string> {
  await client.query('begin');
  await applyWithin(client, plan.migrations);
  const tables = await readTableNames(client);
  const putBack = await layAside(client, tables);
  await plan.fill(async (table) => (tables.includes(table.name) ? openSink(client, table) : undefined));
  await putBack();
  await setSequences(client, plan.sequences);
  await applyWithin(client, plan.later);
  const id = await becomeAnotherInstallation(client, plan.from);
  await client.query('commit');
  return id;
}

async function readTableNames(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string }>(
    `select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by relname`,
  );
  return rows.map(({ name }) => name);
}

const nameOf = (table: string): string => `public.${pg.escapeIdentifier(table)}`;

/**
 * Empties what the migrations have put in, and takes off what holds for rows that come one by one: triggers of ours, references between
 * tables (the rows come in the order of names), and indexes, which are made faster of all rows at once. Answers how to put it back.
 */
async function layAside(client: pg.Client, tables: readonly string[]): Promise<() => Promise<void>> {
  const references = await client.query<{ readonly table: string; readonly name: string; readonly definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`,
  );
  const indexes = await client.query<{ readonly name: string; readonly definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'i'
        and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)`,
  );
  for (const { table, name } of references.rows) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  for (const table of tables) await client.query(`alter table ${nameOf(table)} disable trigger user`);
  if (tables.length > 0) await client.query(`truncate ${tables.map(nameOf).join(', ')}`);
  return async () => {
    for (const table of tables) await client.query(`alter table ${nameOf(table)} enable trigger user`);
    for (const { definition } of indexes.rows) await client.query(definition);
    for (const { table, name, definition } of references.rows)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  };
}

function openSink(client: pg.Client, { name, columns }: SnapshotTable): RowSink {
  const list = columns.map(pg.escapeIdentifier).join(', ');
  const target = client.query(copyFrom(`copy ${nameOf(name)} (${list}) from stdin`));
  const ended = finished(target);
  // It is asked for at every write and at the end; what fails in between must not end the process.
  ended.catch(() => undefined);
  return {
    async write(rows) {
      if (!target.write(rows)) await Promise.race([once(target, 'drain'), ended]);
    },
    async end() {
      target.end();
      await ended;
    },
  };
}

async function setSequences(client: pg.Client, sequences: readonly SequenceEnd[]): Promise<void> {
  for (const { table, column, value } of sequences)
    await client.query('select setval(pg_get_serial_sequence($1, $2)::regclass, $3::bigint)', [
      nameOf(table),
      column,
      value,
    ]);
}
