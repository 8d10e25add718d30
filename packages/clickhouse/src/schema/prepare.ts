import { randomUUID } from 'node:crypto';
import type { LensConnection } from '../client/lens-query.ts';
import { numberOf, textOf } from '../client/lens-query.ts';
import { lensSchemaVersion, lensTables } from './tables.ts';

/**
 * Makes the tables and returns the id of this lens. A lens of another schema version is emptied and gets a new id, upon which the
 * shipping starts anew.
 */
export async function prepareLens(connection: LensConnection): Promise<string> {
  const known = await readIdentity(connection);
  if (known?.schemaVersion === lensSchemaVersion) {
    await createTables(connection);
    return known.id;
  }
  for (const table of Object.keys(lensTables)) await connection.execute(`drop table if exists ${table} sync`);
  await createTables(connection);
  const id = randomUUID();
  await connection.execute(`insert into lens_identity (id, schema_version) values ('${id}', '${lensSchemaVersion}')`);
  return id;
}

async function createTables(connection: LensConnection): Promise<void> {
  for (const statement of Object.values(lensTables)) await connection.execute(statement);
}

async function readIdentity(connection: LensConnection): Promise<{ id: string; schemaVersion: string } | undefined> {
  const exists = await connection.read({
    sql: `select count() as tables from system.tables where database = currentDatabase() and name = 'lens_identity'`,
  });
  const [found] = exists;
  if (found === undefined || numberOf(found, 'tables') === 0) return undefined;
  const [row] = await connection.read({
    sql: 'select toString(id) as id, toString(schema_version) as version from lens_identity limit 1',
  });
  return row === undefined ? undefined : { id: textOf(row, 'id'), schemaVersion: textOf(row, 'version') };
}
