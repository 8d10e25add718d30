import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SnapshotTable } from '../backup/read-snapshot.ts';

/** Fills migrated tables from text in the format of COPY with nothing of ours around it, indexes and all, references aside. */
export async function copyInto(
  url: string,
  tables: readonly SnapshotTable[],
  read: (table: string) => Readable,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    for (const { name, columns } of tables) {
      const table = client.escapeIdentifier(name);
      await client.query(`delete from ${table}`);
      const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
      await pipeline(read(name), client.query(copyFrom(`copy ${table} (${list}) from stdin`)));
    }
  } finally {
    await client.end();
  }
}
