import type { KeyShape, SchemaShape, TableShape } from './read-schema.ts';

/** The schema as SQL text, the same for the same schema: what is kept as `schema.sql` and compared in review and by a test. */
export function renderSchema(schema: SchemaShape): string {
  const tables = schema.tables.map(renderTable);
  const views = schema.views.map((view) => `create view ${view.name} as\n${unqualified(view.definition)}\n`);
  return `-- What the migrations make. Written by \`npm run schema\`; do not edit.\n\n${[...tables, ...views].join('\n')}`;
}

function renderTable(table: TableShape): string {
  const columns = table.columns.map((column) => `  ${column.name} ${column.declaration}`);
  const constraints = table.keys.filter(isConstraint).map((key) => `  constraint ${key.name} ${key.definition}`);
  const options = table.options.length === 0 ? '' : ` with (${table.options.join(', ')})`;
  const indexes = table.keys.filter((key) => !isConstraint(key)).map((key) => `${key.definition};\n`);
  return `create table ${table.name} (\n${[...columns, ...constraints].join(',\n')}\n)${options};\n${indexes.join('')}`;
}

function isConstraint(key: KeyShape): boolean {
  return !key.definition.startsWith('CREATE');
}

/** PostgreSQL names the table of each column of a view up to version 15, and not after. */
function unqualified(definition: string): string {
  return definition.replaceAll(/\b[a-z_]+\./g, '');
}
