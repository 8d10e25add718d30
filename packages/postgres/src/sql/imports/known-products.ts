import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

/** Which of these products the catalogue has (index: product_current). */
export async function readKnownProducts(sql: Sql, productIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ product_id: string }>(
    {
      name: 'read_known_products',
      text: `select product_id from product where product_id = any($1::text[]) and is_current`,
    },
    [textArray(productIds)],
  );
  return new Set(rows.map((row) => row.product_id));
}
