import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { migrate, readMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { createTestDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';

let database: TestDatabase;
const landed = readMigrations();
const added: Migration = {
  number: 9998,
  name: '9998_added',
  checksum: 'one',
  isBreaking: false,
  sql: 'create table added_later (shard integer primary key)',
};

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function query(sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the migration runner', () => {
  it('applies nothing twice', async () => {
    expect(await migrate(database.url)).toEqual({ applied: [], presentBefore: landed.length });
  });

  it('lets one of two processes apply a new file and the other find it done', async () => {
    const reports = await Promise.all([
      migrate(database.url, [...landed, added]),
      migrate(database.url, [...landed, added]),
    ]);
    expect(reports.flatMap((report) => report.applied)).toEqual(['9998_added']);
    expect(await query('select count(*)::int as rows from added_later')).toEqual([{ rows: 0 }]);
  });

  it('refuses a landed file that was changed, and says what to do', async () => {
    await expect(migrate(database.url, [...landed, { ...added, checksum: 'two' }])).rejects.toThrow(
      /9998_added has landed with other/,
    );
  });

  it('runs beside a newer release whose additions break nothing', async () => {
    expect((await migrate(database.url, landed)).applied).toEqual([]);
  });

  it('refuses to run beside a newer release that broke the schema', async () => {
    await query("insert into migration values (9999, '9999_newer', 'x', true, 0)");
    await expect(migrate(database.url, landed)).rejects.toThrow(/newer release/);
    await query('delete from migration where number = 9999');
  });

  it('leaves nothing of a file that fails', async () => {
    const failing = { ...added, number: 9997, name: '9997_failing', sql: 'create table half (a int); select 1 / 0' };
    await expect(migrate(database.url, [...landed, failing])).rejects.toThrow(/9997_failing failed: division by zero/);
    expect(await query("select to_regclass('half') is null as gone")).toEqual([{ gone: true }]);
  });
});
