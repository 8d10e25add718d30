import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

/** Which of these products the catalogue has (index: product_current). */
export async function readKnownProducts(sql: Sql, productIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ product_id: string }>(
    {
      name: 'read_known_products',
      text: `select p.product_id from unnest($1::text[]) as wanted(id)
               join product p on p.product_id = wanted.id and p.is_current`,
    },
    [textArray(productIds)],
  );
  return new Set(rows.map((row) => row.product_id));
}
