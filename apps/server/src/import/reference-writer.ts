import type { ReferenceRow } from '@perennial/engine/import';
import { upsertProducts, upsertStaff, upsertStores } from '@perennial/postgres';
import type { Database, UpsertCounts } from '@perennial/postgres';
import { readKnownProducts } from '@perennial/postgres/imports';
import type { ReferenceWriter } from './import-run.ts';

const rowsPerStatement = 1_000;

/** Reference data on PostgreSQL, written as somebody's. The rows of one call are of one kind or several. */
export function createReferenceWriter(database: Database, by: string): ReferenceWriter {
  return {
    async write(rows) {
      let written = 0;
      let unchanged = 0;
      for (let from = 0; from < rows.length; from += rowsPerStatement) {
        for (const counts of await writePart(database, rows.slice(from, from + rowsPerStatement), by)) {
          written += counts.created + counts.updated;
          unchanged += counts.unchanged;
        }
      }
      return { written, unchanged };
    },
    knownProducts: (ids) => readKnownProducts(database, ids),
  };
}

async function writePart(
  database: Database,
  rows: readonly ReferenceRow[],
  by: string,
): Promise<readonly UpsertCounts[]> {
  const products = rows.flatMap((row) => (row.kind === 'products' ? [{ ...row, productId: row.id }] : []));
  const stores = rows.flatMap((row) => (row.kind === 'stores' ? [{ ...row, storeId: row.id }] : []));
  const staff = rows.flatMap((row) => (row.kind === 'staff' ? [{ ...row, staffId: row.id }] : []));
  return [
    await upsertProducts(database, products, by),
    await upsertStores(database, stores, by),
    await upsertStaff(database, staff, by),
  ];
}
