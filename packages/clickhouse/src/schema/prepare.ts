import { randomUUID } from 'node:crypto';
import type { LensConnection } from '../client/lens-query.ts';
import { numberOf, textOf } from '../client/lens-query.ts';
import { prepareEarlier } from '../earlier/earlier-tables.ts';
import { columnSql, createTableSql, memberTablesOf, replacedTables, tableNamesOf } from './tables.ts';
import type { LensSchema, LensTableShape } from './tables.ts';

/**
 * Makes the tables and returns the id of this lens. A lens of another schema version is emptied and gets a new id, upon which the
 * shipping starts anew. One of this version gets the columns and tables that facets bring now; who ships to it sees to it that
 * they are filled.
 */
export async function prepareLens(connection: LensConnection, schema: LensSchema): Promise<string> {
  const known = await readIdentity(connection);
  if (known?.schemaVersion === schema.version) {
    await createTables(connection, schema);
    return known.id;
  }
  for (const table of tableNamesOf(schema)) await connection.execute(`drop table if exists ${table} sync`);
  await createTables(connection, schema);
  const id = randomUUID();
  await connection.execute(`insert into lens_identity (id, schema_version) values ('${id}', '${schema.version}')`);
  return id;
}

/** Files of parts that were written anew stay as long: they may hold what was erased. ClickHouse's own eight minutes are for crashes of machines, after which all of the lens can be made anew. */
const oldPartsSeconds = 30;
/** How often ClickHouse looks for such parts; where little happens it would wait up to five minutes. */
const cleanUpSeconds = 30;

async function createTables(connection: LensConnection, { fixed, shaped }: LensSchema): Promise<void> {
  for (const statement of Object.values(fixed)) await connection.execute(statement);
  for (const table of shaped) {
    await alignTable(connection, table);
    await connection.execute(createTableSql(table));
  }
  await prepareEarlier(connection, replacedTables(shaped));
  for (const table of [...Object.keys(fixed), ...memberTablesOf(shaped)])
    await connection.execute(
      `alter table ${table} modify setting old_parts_lifetime = ${oldPartsSeconds}, cleanup_delay_period = 10, max_cleanup_delay_period = ${cleanUpSeconds}`,
    );
}

/** Gives a table that is there its shape: column by column, or as another table where its order, its merging or what stands in it is another. */
async function alignTable(connection: LensConnection, shape: LensTableShape): Promise<void> {
  const { name, engine, sortBy, stands } = shape;
  const [found] = await connection.read({
    sql: `select engine, sorting_key, comment from system.tables where database = currentDatabase() and name = {name:String}`,
    params: { name },
  });
  if (found === undefined) return;
  const isSameShape = textOf(found, 'engine') === engine && textOf(found, 'sorting_key') === sortBy.join(', ');
  if (!isSameShape || textOf(found, 'comment') !== stands) {
    await connection.execute(`drop table ${name} sync`);
    return;
  }
  const changes = changesOf(shape, await readColumns(connection, name));
  if (changes.length > 0) await connection.execute(`alter table ${name} ${changes.join(', ')}`);
}

/** A column of another type is another column: what it held says nothing any more. */
function changesOf({ columns }: LensTableShape, known: ReadonlyMap<string, string>): readonly string[] {
  const wanted = new Map(columns.map(({ name, type }) => [name, type]));
  const gone = [...known].filter(([name, type]) => wanted.get(name) !== type);
  const come = columns.filter(({ name, type }) => known.get(name) !== type);
  return [...gone.map(([name]) => `drop column ${name}`), ...come.map((column) => `add column ${columnSql(column)}`)];
}

async function readColumns(connection: LensConnection, table: string): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.read({
    sql: `select name, type from system.columns where database = currentDatabase() and table = {table:String}`,
    params: { table },
  });
  return new Map(rows.map((row) => [textOf(row, 'name'), textOf(row, 'type')]));
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
