import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const folder = process.env['PERENNIAL_TEST_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');

/** Whether the public data sets are there; says which tests are left out where they are not. */
export function hasPublicData(leftOut: string): boolean {
  const isThere = existsSync(join(folder, 'cdnow_sample.csv'));
  if (!isThere) process.stdout.write(`notice: there is no public data in ${folder}; left out: ${leftOut}\n`);
  return isThere;
}

/** The path of a public file. */
export function publicFile(name: string): string {
  return join(folder, name);
}

/** The first lines of a public file, its header included, packed as the file is. */
export function startOfPublicFile(name: string, linesCount: number): Buffer {
  const bytes = readFileSync(publicFile(name));
  const isGzip = name.endsWith('.gz');
  const text = (isGzip ? gunzipSync(bytes) : bytes).toString();
  const start = Buffer.from(`${text.split('\n', linesCount).join('\n')}\n`);
  return isGzip ? gzipSync(start) : start;
}
