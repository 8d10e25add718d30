import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { createTestDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { migrate, readMigrations } from './migrate.ts';

let database: TestDatabase;
let client: pg.Client;
const landed = readMigrations();

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Brings the database back to what the migrations before this number make of an empty one. */
async function goBackBefore(number: number): Promise<void> {
  await client.query('drop schema public cascade; create schema public');
  await migrate(
    database.url,
    landed.filter((migration) => migration.number < number),
  );
}

describe('an installation of before', () => {
  it('keeps which hash key made each identity, under the UUIDs that numbers are read as', async () => {
    await goBackBefore(70);
    await client.query(
      `insert into identity (hash, type, shard, member_id, tail_hash, hash_key_id, created_at)
       select gen_random_uuid(), 'phone', 0, gen_random_uuid(), null, number, 0 from unnest(array[1, 12]) as key(number)`,
    );
    await migrate(database.url);
    const { rows } = await client.query<{ id: string }>('select hash_key_id as id from identity order by id');
    expect(rows.map(({ id }) => id)).toEqual([
      '00000000-0000-0000-0000-000000000001',
      '00000000-0000-0000-0000-000000000012',
    ]);
  });

  it('looks messages up by the ids of before where there are any, and a new one does not', async () => {
    const flag = async () => {
      await migrate(database.url);
      const { rows } = await client.query<{ has: boolean }>('select has_unkeyed_messages as has from installation');
      return rows[0]?.has;
    };
    const install = `insert into installation (shard_count, zone, currency, created_at) values (4, 'Asia/Shanghai', 'CNY', 0)`;
    await goBackBefore(71);
    await client.query(install);
    await client.query('insert into message (id, body_hash) values (gen_random_uuid(), 1)');
    expect(await flag()).toBe(true);
    await goBackBefore(71);
    await client.query(install);
    expect(await flag()).toBe(false);
    await goBackBefore(9999);
    await client.query(install);
    expect(await flag()).toBe(false);
  });
});
