import type { Sql } from '../../database/database.ts';

/** Tables of the product, by name. */
export async function listTables(sql: Sql): Promise<readonly string[]> {
  const tables = await sql.rows<{ name: string }>(
    {
      name: 'list_tables',
      text: `select quote_ident(relname) as name from pg_class
              where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace order by relname`,
    },
    [],
  );
  return tables.map(({ name }) => name);
}

/** Those among all tables in which something stands. */
export async function tablesInUse(sql: Sql, tables: readonly string[]): Promise<readonly string[]> {
  const asked = tables.map((name) => `select '${name}' as name where exists (select from ${name})`);
  const used = await sql.rows<{ name: string }>({ name: 'tables_in_use', text: asked.join(' union all ') }, []);
  return used.map(({ name }) => name);
}

/**
 * Takes every row out of these tables, in a transaction of its own. By deleting, which for the few rows of a story takes a tenth of what
 * making the files anew does; what refers to what need not be looked at, because all of it goes.
 */
export async function emptyTables(sql: Sql, tables: readonly string[]): Promise<void> {
  const statements = tables.map((name) => `delete from ${name};`);
  await sql.run(`begin; set local session_replication_role = replica; ${statements.join(' ')} commit;`);
}
