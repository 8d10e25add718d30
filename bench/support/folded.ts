import { setTimeout as delay } from 'node:timers/promises';
import { readShippingLag, readFoldLag, type Database } from '@perennial/postgres';

const pollMs = 20;

/** Resolves when everything in the log is folded and committed. */
export async function untilFolded(database: Database): Promise<void> {
  while ((await readFoldLag(database)).steps > 0) await delay(pollMs);
}

/** Facts and derived facts that the lens lacks. */
export async function readLensLag(database: Database): Promise<number> {
  return (await readShippingLag(database)).rows;
}

/** Resolves when the lens has everything that was folded. */
export async function untilShipped(database: Database): Promise<void> {
  while ((await readLensLag(database)) > 0) await delay(pollMs);
}

/** Bytes of write-ahead log since a server was made. */
export async function walBytes(database: Database): Promise<number> {
  return readNumber(database, `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as n`);
}

/** What is stored, indexes and all, without free space that a table keeps. */
export interface StoredBytes {
  /** The log with its index of messages. */
  readonly log: number;
  /** Members, their evidence, stages and derived facts. */
  readonly state: number;
}

export async function storedBytes(database: Database): Promise<StoredBytes> {
  return { log: await bytesOf(database, ['fact', 'message']), state: await bytesOf(database, stateTables) };
}

const stateTables = [
  'member',
  'member_order',
  'member_refund',
  'activity_day',
  'member_attribute',
  'stage_entry',
  'derived_fact',
  'identity',
  'member_key',
  'member_secret',
];

async function bytesOf(database: Database, tables: readonly string[]): Promise<number> {
  const names = tables.map((table) => `'${table}'`).join(', ');
  return readNumber(
    database,
    `select sum(pg_total_relation_size(name::regclass))::bigint as n from unnest(array[${names}]) as t(name)`,
  );
}

async function readNumber(database: Database, text: string): Promise<number> {
  const result = await database.pool.query<{ n: string }>(text);
  return Number(result.rows[0]?.n ?? 0);
}
