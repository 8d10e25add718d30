import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

interface NameRow {
  readonly id: string;
  readonly name: string;
}

/** Names of these stores, by id (index: store_current). */
export async function readStoreNames(sql: Sql, storeIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return toNames(
    await sql.rows<NameRow>(
      {
        name: 'read_store_names',
        text: 'select store_id as id, name from store where store_id = any($1::text[]) and is_current',
      },
      [textArray(storeIds)],
    ),
  );
}

/** Names of these products, by id (index: product_current). */
export async function readProductNames(sql: Sql, productIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return toNames(
    await sql.rows<NameRow>(
      {
        name: 'read_product_names',
        text: 'select product_id as id, name from product where product_id = any($1::text[]) and is_current',
      },
      [textArray(productIds)],
    ),
  );
}

function toNames(rows: readonly NameRow[]): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}
