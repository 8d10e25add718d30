import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { copyFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import { STAGES } from '@perennial/domain/models';
import { guardCell } from '@perennial/domain/reading';
import { CommandError } from '../cli/command/command.ts';
import type { Analysis } from './findings/analysis.ts';

/** Columns of the scores, with their types in the Parquet file. */
const columns = [
  ['customer', 'String'],
  ['purchase_days', 'UInt32'],
  ['net_sales', 'Float64'],
  ['recency_days', 'UInt32'],
  ['r', 'UInt8'],
  ['f', 'UInt8'],
  ['m', 'UInt8'],
  ['segment', 'String'],
  ['segment_of_eight', 'String'],
  ['stage', 'String'],
  ['no_purchase', 'Nullable(Float64)'],
  ['alive', 'Nullable(Float64)'],
  ['expected_purchases', 'Nullable(Float64)'],
  ['expected_spend', 'Nullable(Float64)'],
  ['expected_sales', 'Nullable(Float64)'],
  ['value', 'Nullable(Float64)'],
  ['value_low', 'Nullable(Float64)'],
  ['value_high', 'Nullable(Float64)'],
] as const;

export interface WriteScoresOptions {
  readonly analysis: Analysis;
  readonly store: ScratchStore;
  readonly folder: string;
  /** Ends in .csv or .parquet. */
  readonly path: string;
}

/** Writes one row a customer with a purchase left after returns, by customer. Throws CommandError when the file cannot be written. */
export async function writeScores({ analysis, store, folder, path }: WriteScoresOptions): Promise<void> {
  const isParquet = path.toLowerCase().endsWith('.parquet');
  const csv = isParquet ? join(folder, 'scores.csv') : path;
  await writeCsv(analysis, csv, isParquet ? (text) => text : guardCell).catch((error: unknown) => {
    throw new CommandError(
      `The scores cannot be written to ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (!isParquet) return;
  const made = join(folder, 'scores.parquet');
  const structure = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  await store.execute(`insert into function file(${sqlText(made)}, 'Parquet') select * from file(${sqlText(csv)}, 'CSVWithNames', ${sqlText(structure)})
    settings max_threads = 1, input_format_parallel_parsing = 0, output_format_parquet_parallel_encoding = 0`);
  await copyFile(made, path);
}

const rowsPerWrite = 5_000;

/** A spreadsheet opens the text file, so its cells are guarded; Parquet holds the ids as they are. */
type Guard = (text: string) => string;

async function writeCsv(analysis: Analysis, path: string, guard: Guard): Promise<void> {
  const out = createWriteStream(path);
  const failed = once(out, 'error').then(([error]) => {
    throw error;
  });
  failed.catch(() => undefined);
  out.write(`${columns.map(([name]) => name).join(',')}\n`);
  const { length } = analysis.rfm.scores.facts.customer;
  const rowOf = createRows(analysis, guard);
  for (let from = 0; from < length; from += rowsPerWrite) {
    let text = '';
    for (let row = from; row < Math.min(length, from + rowsPerWrite); row++) text += `${rowOf(row)}\n`;
    if (!out.write(text)) await Promise.race([once(out, 'drain'), failed]);
  }
  out.end();
  await finished(out);
}

function createRows({ rfm, stages, values, churn, customers }: Analysis, guard: Guard): (row: number) => string {
  const { facts, recency, frequency, monetary } = rfm.scores;
  const valueRow = rowsOf(values.is === 'there' ? values.value.customer : undefined, customers.length);
  const churnRow = rowsOf(churn.is === 'there' ? churn.value.customer : undefined, customers.length);
  const scores = values.is === 'there' ? values.value : undefined;
  const silence = churn.is === 'there' ? churn.value.noPurchase : undefined;
  return (row) => {
    const who = facts.customer[row] ?? 0;
    const at = valueRow[who] ?? -1;
    const of = (column: Float64Array | null | undefined): string => rounded(at < 0 ? undefined : column?.[at]);
    return [
      quoted(guard(customers[who] ?? '')),
      facts.frequency[row],
      rounded(facts.monetary[row]),
      facts.recencyDays[row],
      recency[row],
      frequency[row],
      monetary[row],
      rfm.tenOf.segments[rfm.tenOf.segment[row] ?? 0]?.code,
      quoted(rfm.eightOf.segments[rfm.eightOf.segment[row] ?? 0]?.code ?? ''),
      STAGES[stages[who] ?? 0],
      rounded((churnRow[who] ?? -1) < 0 ? undefined : silence?.[churnRow[who] ?? 0]),
      of(scores?.probabilityAlive),
      of(scores?.expectedPurchases),
      of(scores?.expectedSpend),
      of(scores?.sales),
      of(scores?.value),
      of(scores?.low),
      of(scores?.high),
    ].join(',');
  };
}

function rowsOf(customer: Uint32Array | undefined, count: number): Int32Array {
  const rows = new Int32Array(count).fill(-1);
  customer?.forEach((who, row) => (rows[who] = row));
  return rows;
}

/** Six digits behind the point are more than any score deserves. */
function rounded(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '' : String(Math.round(value * 1e6) / 1e6);
}

function quoted(text: string): string {
  return /[",\n\r]|^0\d/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
