import { columnOf, type AnyRowKind, type ColumnType } from '@perennial/domain';
import type { Sql } from '../database/database.ts';

const types: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  int: 'integer',
  bigint: 'bigint',
  smallint: 'smallint',
  boolean: 'boolean',
};

/** The table that a row kind describes, for facets of tests: those of the product have migrations. */
function tableOf({ table, key, columns }: AnyRowKind): string {
  const own = Object.entries(columns).map(
    ([field, { type, isNullable }]) => `${columnOf(field)} ${types[type]}${isNullable === true ? '' : ' not null'}`,
  );
  const primary = ['shard', 'member_id', ...key.map(columnOf)].join(', ');
  return `create table ${table} (shard integer not null, member_id uuid not null, ${own.join(', ')}, primary key (${primary}))`;
}

export async function createTablesOf(sql: Sql, kinds: readonly AnyRowKind[]): Promise<void> {
  for (const kind of kinds) await sql.run(tableOf(kind));
}
