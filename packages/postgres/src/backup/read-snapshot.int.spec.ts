import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmptyTestDatabase, createTestDatabase } from '../testing/test-database.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { NoSnapshotError, withSnapshot } from './read-snapshot.ts';
import type { Snapshot } from './read-snapshot.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

async function readRows(snapshot: Snapshot, name: string): Promise<string> {
  const table = snapshot.tables.find((one) => one.name === name);
  if (table === undefined) throw new Error(`the snapshot has no ${name}`);
  const parts: Buffer[] = [];
  for await (const bytes of snapshot.readTable(table)) parts.push(bytes);
  return Buffer.concat(parts).toString();
}

describe('a snapshot', () => {
  it('is refused where there is no installation', async () => {
    await expect(withSnapshot(database.url, async () => undefined)).rejects.toThrow(NoSnapshotError);
    const empty = await createEmptyTestDatabase();
    try {
      await expect(withSnapshot(empty.url, async () => undefined)).rejects.toThrow(NoSnapshotError);
    } finally {
      await empty.drop();
    }
  });

  it('shows all tables as of one instant, whatever is written while it is read', async () => {
    await client.query(
      `insert into installation (shard_count, zone, currency, created_at) values (4, 'UTC', 'CNY', 0)`,
    );
    await client.query(`insert into shard_head (shard, position) values (0, 7)`);
    await client.query('create table a_first (text text); create table z_last (text text)');
    const addBoth = `begin; insert into a_first values (E'two\nlines'); insert into z_last values (null); commit`;
    await client.query(addBoth);
    const read = await withSnapshot(database.url, async (snapshot) => {
      const first = await readRows(snapshot, 'a_first');
      await client.query(addBoth);
      return { ...snapshot, first, last: await readRows(snapshot, 'z_last') };
    });
    expect(read).toMatchObject({ first: 'two\\nlines\n', last: '\\N\n' });
    expect(read.shardHeads).toEqual([{ shard: 0, position: '7' }]);
    expect(read.migrations.at(0)?.name).toBe('0001_spine');
    expect(read.tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['fact', 'installation', 'migration']));
  });

  it('leaves out what the database computes itself', async () => {
    await client.query('create table computed (a integer, b integer generated always as (a + 1) stored)');
    await client.query('insert into computed values (1)');
    expect(await withSnapshot(database.url, (snapshot) => readRows(snapshot, 'computed'))).toBe('1\n');
  });
});
