import type { LensReader } from '@perennial/clickhouse';

/** All that the tables of a lens hold, as text. */
export async function dumpLens(lens: Pick<LensReader, 'read'>): Promise<string> {
  const tables = await lens.read({ sql: 'select name from system.tables where database = currentDatabase()' });
  if (tables.length <= 3) throw new Error('the lens has hardly a table: nothing would be looked through');
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await lens.read({ sql: `select toString(tuple(*)) as row from "${String(name)}" limit 100000` });
    texts.push(...rows.map((row) => String(row['row'])));
  }
  return texts.join('\n');
}
