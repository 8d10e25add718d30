import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { gunzipSync } from 'node:zlib';
import { dayNumberOf } from '../statistics/months.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import type { TransactionLine } from '../transactions/build.ts';
import type { Transactions } from '../transactions/transactions.ts';

/** Public data sets that tests look for beside the checkout; they are no part of the repository. Small readers for tests, not the analyst's door. */
const folder = env['PERENNIAL_TEST_DATA'] ?? join(import.meta.dirname, '../../../../../../shared/data');

/** Whether a data set is there; tells the reader of the test log when it is not. */
export function hasPublicData(name: string): boolean {
  const found = existsSync(join(folder, name));
  if (!found) console.warn(`notice: ${name} is not in ${folder}; tests on it are left out`);
  return found;
}

function read(name: string): string {
  const bytes = readFileSync(join(folder, name));
  return new TextDecoder().decode(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

export const CDNOW_SAMPLE = 'cdnow_sample.csv';
export const ONLINE_RETAIL = 'online_retail_2010_2011.csv.gz';
export const COMPLETE_JOURNEY = 'complete_journey/transactions_sample.csv.gz';

/** CDNOW, 1/10 sample: 2,357 customers of Fader and Hardie, day 0 of the file being 1997-01-01. */
export function readCdnowSample(): Transactions {
  const lines = read(CDNOW_SAMPLE)
    .trim()
    .split('\n')
    .slice(1)
    .map((line): TransactionLine => {
      const [, customer = '', date = '', , value = ''] = line.split(',');
      return {
        customer,
        orderedOn: dayOf(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`),
        amount: Number(value),
      };
    });
  return transactionsFromLines(lines);
}

/**
 * Online Retail of the UCI repository: lines with a customer and a price; a cancellation is dated back to the customer's latest earlier purchase of the same
 * product where there is one.
 */
export function readOnlineRetail(): Transactions {
  const lastBought = new Map<string, number>();
  const lines: TransactionLine[] = [];
  for (const line of read(ONLINE_RETAIL).trim().split('\n').slice(1)) {
    const fields = splitCsv(line);
    const [order = '', product = '', , quantityText = '', at = '', price = '', customer = ''] = fields;
    const quantity = Number(quantityText);
    if (customer === '' || Number(price) <= 0 || quantity === 0) continue;
    const orderedOn = dayOf(at);
    const key = `${customer} ${product}`;
    if (quantity > 0) lastBought.set(key, orderedOn);
    const returnOf = quantity < 0 ? lastBought.get(key) : undefined;
    lines.push({
      customer,
      orderedOn,
      amount: quantity * Number(price),
      quantity,
      order,
      product,
      ...(returnOf !== undefined && { returnOf }),
    });
  }
  return transactionsFromLines(lines);
}

/** The Complete Journey: 75,000 lines of grocery baskets of 2017. */
export function readCompleteJourney(): Transactions {
  const lines = read(COMPLETE_JOURNEY)
    .trim()
    .split('\n')
    .slice(1)
    .map((line): TransactionLine => {
      const fields = line.split(',');
      return {
        customer: fields[0] ?? '',
        order: fields[2] ?? '',
        product: fields[3] ?? '',
        amount: Number(fields[5]),
        orderedOn: dayOf(fields[10] ?? ''),
      };
    });
  return transactionsFromLines(lines);
}

function dayOf(text: string): number {
  return dayNumberOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

function splitCsv(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('""', '"'),
  );
}
