import type { ReferenceRow } from '@perennial/engine/import';
import { publishRates, readInstallation, upsertProducts, upsertStaff, upsertStores } from '@perennial/postgres';
import type { CurrencyRate, Database, UpsertCounts } from '@perennial/postgres';
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
  const rates = rows.filter((row) => row.kind === 'rates');
  return [
    await upsertProducts(database, products, by),
    await upsertStores(database, stores, by),
    await upsertStaff(database, staff, by),
    await writeRates(database, rates, by),
  ];
}

/** Rates say what a currency is worth in the program's, which a running server does not change. */
async function writeRates(database: Database, items: readonly CurrencyRate[], by: string): Promise<UpsertCounts> {
  if (items.length === 0) return { created: 0, updated: 0, unchanged: 0 };
  const installation = await readInstallation(database);
  if (installation === null) throw new Error('rates are imported into an installation');
  return publishRates(database, { programCurrency: installation.currency, items, by });
}
