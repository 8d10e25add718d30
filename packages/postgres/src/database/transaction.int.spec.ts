import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createDatabase, type Database, type Sql } from './database.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await database.run('create table kept (n integer primary key)');
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const insert = (sql: Sql, n: number): Promise<number> =>
  sql.execute({ name: 'insert_kept', text: 'insert into kept (n) values ($1::integer)' }, [n]);

const kept = async (): Promise<readonly number[]> =>
  (await database.rows<{ n: number }>({ name: 'read_kept', text: 'select n from kept order by n' }, [])).map(
    ({ n }) => n,
  );

describe('a transaction', () => {
  it('commits what was asked for last and not waited for', async () => {
    await database.transaction({ name: 'last' }, async (sql, lastly) => lastly(insert(sql, 1)));
    expect(await kept()).toEqual([1]);
  });

  it('fails with what was not waited for, and keeps nothing', async () => {
    const failing = database.transaction({ name: 'fails' }, async (sql, lastly) => {
      await insert(sql, 2);
      lastly(insert(sql, 1));
      lastly(insert(sql, 3));
    });
    await expect(failing).rejects.toThrow('duplicate key');
    expect(await kept()).toEqual([1]);
  });

  it('says why, when a later statement fails only because one before it had failed', async () => {
    const failing = database.transaction({ name: 'says why' }, async (sql, lastly) => {
      lastly(insert(sql, 1));
      await insert(sql, 4);
    });
    await expect(failing).rejects.toThrow('duplicate key');
  });

  it('is not taken for committed when a failure in it was passed over', async () => {
    const failing = database.transaction({ name: 'passed over' }, async (sql) => {
      await insert(sql, 5);
      await insert(sql, 1).catch(() => undefined);
    });
    await expect(failing).rejects.toThrow('rollback');
    expect(await kept()).toEqual([1]);
  });

  it('goes on after a failure that was rolled back to a savepoint', async () => {
    await database.transaction({ name: 'savepoint' }, async (sql, lastly) => {
      await sql.run('savepoint before');
      await insert(sql, 1).catch(() => undefined);
      await sql.run('rollback to savepoint before');
      lastly(insert(sql, 6));
    });
    expect(await kept()).toEqual([1, 6]);
  });
});
