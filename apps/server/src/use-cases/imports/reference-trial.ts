import type { ReferenceRow } from '@perennial/engine/import';
import type { Database } from '@perennial/postgres';
import { readKnownProducts } from '@perennial/postgres/imports';
import type { ReferenceWriter } from './import-run.ts';
import { createReferenceWriter } from './reference-writer.ts';

/**
 * Reference data as it would be written: the same statements, in a transaction that is rolled back. A trial remembers the rows
 * that it was given, because the next ones are compared with what these would have made of the current ones.
 */
export function createReferenceTrial(database: Database, by: string): ReferenceWriter {
  const given = new Map<string, string>();
  return {
    async write(rows) {
      const last = new Map(rows.map((row) => [`${row.kind}\0${row.id}`, row]));
      const unseen: ReferenceRow[] = [];
      let written = 0;
      for (const [key, row] of last) {
        const text = JSON.stringify(row);
        const before = given.get(key);
        if (before === undefined) unseen.push(row);
        else if (before !== text) written += 1;
        given.set(key, text);
      }
      written += await countChanges({ database, by }, unseen);
      return { written, unchanged: last.size - written };
    },
    knownProducts: (ids) => readKnownProducts(database, ids),
  };
}

/** Carries the count out of the transaction: whatever is thrown there rolls it back. */
class Counted extends Error {
  override readonly name = 'Counted';
  readonly written: number;

  constructor(written: number) {
    super('A trial keeps nothing');
    this.written = written;
  }
}

interface Writing {
  readonly database: Database;
  readonly by: string;
}

async function countChanges({ database, by }: Writing, rows: readonly ReferenceRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  try {
    return await database.transaction({ name: 'try reference data' }, async (sql, lastly) => {
      const within: Database = { ...database, ...sql, transaction: (_options, work) => work(sql, lastly) };
      throw new Counted((await createReferenceWriter(within, by).write(rows)).written);
    });
  } catch (error) {
    if (error instanceof Counted) return error.written;
    throw error;
  }
}
