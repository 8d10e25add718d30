import { columnOf, facets } from '@perennial/domain';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { createTestDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { distributionProblems, renderDistribution } from './distribution.ts';
import { readSchema } from './read-schema.ts';
import type { SchemaShape } from './read-schema.ts';
import { renderSchema } from './render-schema.ts';

let database: TestDatabase;
let client: pg.Client;
let schema: SchemaShape;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  schema = await readSchema(client);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

function kept(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
}

describe('the schema', () => {
  it('is what schema.sql says; after a new migration run `npm run schema` and look at the difference', () => {
    expect(renderSchema(schema)).toBe(kept('schema.sql'));
  });

  it('has the planner sample no column that holds something personal or names a message: samples outlive an erasure', async () => {
    const personal = facets.rowKinds.flatMap(({ kind }) =>
      Object.entries(kind.columns)
        .filter(([, column]) => column.isPersonal === true || column.namesMessage === true)
        .map(([field]) => `${kind.table}.${columnOf(field)}`),
    );
    expect(personal.length).toBeGreaterThan(3);
    const { rows } = await client.query<{ name: string }>(
      `select attrelid::regclass || '.' || attname as name from pg_attribute where attstattarget = 0`,
    );
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...personal, 'fact.payload', 'fact.identities']),
    );
  });

  it('is distributed as distribution.sql says', () => {
    expect(renderDistribution(schema)).toBe(kept('distribution.sql'));
  });

  it('keeps every unique, primary and foreign key of a member-scoped table within its shard', () => {
    expect(distributionProblems(schema)).toEqual([]);
    expect(schema.tables.filter((table) => table.columns[0]?.name === 'shard').length).toBeGreaterThan(10);
  });

  it('would tell a key that leaves its shard', async () => {
    await client.query('begin');
    await client.query('create table local_one (id integer primary key)');
    await client.query(`create table wrong (shard integer, member_id uuid unique, other integer references local_one (id),
                          primary key (member_id, shard))`);
    const problems = distributionProblems(await readSchema(client));
    await client.query('rollback');
    expect(problems.toSorted()).toEqual([
      'foreign key wrong_other_fkey of wrong does not begin with shard',
      'primary key wrong_pkey of wrong does not begin with shard',
      'unique key wrong_member_id_key of wrong does not begin with shard',
      'wrong_other_fkey points from the distributed wrong to the local local_one',
    ]);
  });
});
