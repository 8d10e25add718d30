import type { Sql, Statement } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

interface NameRow {
  readonly id: string;
  readonly name: string;
}

const storeNames: Statement = {
  name: 'read_store_names',
  text: 'select store_id as id, name from store where store_id = any($1::text[]) and is_current',
};

const productNames: Statement = {
  name: 'read_product_names',
  text: 'select product_id as id, name from product where product_id = any($1::text[]) and is_current',
};

/** Names of these stores, by id (index: store_current). */
export function readStoreNames(sql: Sql, storeIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return readNames(sql, storeNames, storeIds);
}

/** Names of these products, by id (index: product_current). */
export function readProductNames(sql: Sql, productIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return readNames(sql, productNames, productIds);
}

async function readNames(sql: Sql, statement: Statement, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.rows<NameRow>(statement, [textArray(ids)]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
