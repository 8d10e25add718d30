import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { transactionsFromLines } from '@perennial/domain/models';
import type { TransactionLine, Transactions, TruthData } from '@perennial/domain/models';
import { readCdnowSample } from './cdnow-sample.ts';

const folder = process.env['PERENNIAL_TEST_DATA'] ?? join(import.meta.dirname, '../../../shared/data');

/** The public data that claims are checked on; null where absent, as they are no part of the repository. */
export function readTruthData(): TruthData {
  return {
    cdnowSample: readCdnowSample(),
    onlineRetail: readOnlineRetail(),
    completeJourney: readCompleteJourney(),
  };
}

/** Lines with a customer and a price; a cancellation is dated back to the customer's latest earlier purchase of the same product where there is one. */
function readOnlineRetail(): Transactions | null {
  const lines = linesOf('online_retail_2010_2011.csv.gz');
  if (lines === null) return null;
  const lastBought = new Map<string, number>();
  return transactionsFromLines(
    lines.flatMap((line): TransactionLine[] => {
      const [, product = '', , quantityText = '', at = '', price = '', customer = ''] = splitCsv(line);
      const quantity = Number(quantityText);
      if (customer === '' || Number(price) <= 0 || quantity === 0) return [];
      const orderedOn = dayOf(at);
      const key = `${customer} ${product}`;
      if (quantity > 0) lastBought.set(key, orderedOn);
      const returnOf = quantity < 0 ? lastBought.get(key) : undefined;
      return [{ customer, orderedOn, amount: quantity * Number(price), ...(returnOf !== undefined && { returnOf }) }];
    }),
  );
}

function readCompleteJourney(): Transactions | null {
  const lines = linesOf('complete_journey/transactions_sample.csv.gz');
  if (lines === null) return null;
  return transactionsFromLines(
    lines.map((line): TransactionLine => {
      const fields = line.split(',');
      return { customer: fields[0] ?? '', amount: Number(fields[5]), orderedOn: dayOf(fields[10] ?? '') };
    }),
  );
}

/** Without the header. */
function linesOf(name: string): readonly string[] | null {
  const file = join(folder, name);
  if (!existsSync(file)) return null;
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);
}

function dayOf(text: string): number {
  const at = Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8, 10)));
  return at / 86_400_000;
}

function splitCsv(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('""', '"'),
  );
}
