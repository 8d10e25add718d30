import type { LensConnection } from '../client/lens-query.ts';
import { textOf } from '../client/lens-query.ts';

/** A table whose newer rows replace older ones. */
export interface ReplacedTable {
  readonly name: string;
  readonly sortBy: readonly string[];
}

/** Where the rows stand that newer ones of a table have replaced. */
export function earlierOf(table: string): string {
  return `${table}_earlier`;
}

/** So long a figure opens the members that it counted, and no others. */
export const earlierKeptHours = 24;

const ownColumns = ['replaced_by', 'replaced_on'] as const;

/**
 * Makes the tables of replaced rows: their columns in the order of the table's own, because a query reads the two as one. One that has other
 * columns is made anew: what it kept says nothing any more.
 */
export async function prepareEarlier(connection: LensConnection, tables: readonly ReplacedTable[]): Promise<void> {
  for (const { name, sortBy } of tables) {
    const known = await readColumns(connection, earlierOf(name));
    if (known === `${await readColumns(connection, name)}, replaced_by UInt64, replaced_on DateTime`) continue;
    await connection.execute(`drop table if exists ${earlierOf(name)} sync`);
    await connection.execute(
      `create table ${earlierOf(name)} engine = ReplacingMergeTree order by (${[...sortBy, ownColumns[0]].join(', ')})
          ttl replaced_on + toIntervalHour(${earlierKeptHours}) settings allow_nullable_key = 1
       as select *, toUInt64(0) as replaced_by, now() as replaced_on from ${name} where false`,
    );
  }
}

async function readColumns(connection: LensConnection, table: string): Promise<string> {
  const rows = await connection.read({
    sql: `select concat(name, ' ', type) as text from system.columns
           where database = currentDatabase() and table = {table:String} order by position`,
    params: { table },
  });
  return rows.map((row) => textOf(row, 'text')).join(', ');
}
