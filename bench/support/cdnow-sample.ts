import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PurchaseRows } from '@perennial/domain/models';

const folder = process.env['PERENNIAL_TEST_DATA'] ?? join(import.meta.dirname, '../../../shared/data');
const file = join(folder, 'cdnow_sample.csv');

/** The published 1/10 sample of CDNOW, which is no part of the repository; null where absent. */
export function readCdnowSample(): PurchaseRows | null {
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const fields = lines.map((line) => line.split(','));
  return {
    customer: Uint32Array.from(fields, ([, id]) => Number(id)),
    day: Int32Array.from(fields, ([, , date = '']) => toDay(date)),
    amount: Float64Array.from(fields, ([, , , , value]) => Number(value)),
  };
}

/** `19970101` as days since 1970-01-01. */
function toDay(date: string): number {
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
  return at / 86_400_000;
}
