import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import {
  createNumberEvidence,
  describeNumberQuestion,
  isUsableNumber,
  parseNumber,
  readNumber,
  settleNumbers,
} from '@perennial/domain/reading';
import type { DecimalSign, NumberEvidence } from '@perennial/domain/reading';
import { DataUnusable } from '../../wishes/data-unusable.ts';
import type { NumberField } from '../columns/fields.ts';
import { columnOf } from '../raw/raw-table.ts';
import { createBytes } from '../source/row-binary.ts';

/** What the number columns of the files hold that has to be read with its whole column. */
export interface SurveyedNumbers {
  readonly columns: readonly SurveyedColumn[];
  /** Signs and codes of currencies that stand beside amounts, with their lines. */
  readonly marks: ReadonlyMap<string, number>;
}

interface SurveyedColumn {
  readonly field: NumberField;
  readonly evidence: NumberEvidence;
  readonly texts: readonly string[];
}

/** Different texts of one column, from which on it holds no numbers of a shop. */
const textsMax = 3_000_000;

/** Looks at every value of the number columns that is not written plainly. Throws DataUnusable. */
export async function surveyNumbers(store: ScratchStore, numbers: readonly NumberField[]): Promise<SurveyedNumbers> {
  const columns: SurveyedColumn[] = [];
  const marks = new Map<string, number>();
  for (const field of numbers) {
    const name = columnOf(field);
    const evidence = createNumberEvidence();
    const [plain] = await store.rows<{ decimals: number; unrounded: number }>(
      `select countIf(d_${name} = 1) as decimals, countIf(d_${name} = 1 and abs(n_${name} * 1000 - round(n_${name} * 1000)) > 1e-6) as unrounded from raw`,
    );
    evidence.addPlain({ decimals: plain?.decimals ?? 0, unrounded: plain?.unrounded ?? 0 });
    const found = await store.rows<{ text: string; lines: number }>(
      `select t_${name} as text, count() as lines from raw where t_${name} != '' group by text order by text limit ${textsMax + 1}`,
    );
    if (found.length > textsMax)
      throw new DataUnusable(
        'numbers',
        `The column of ${field} holds more than ${textsMax} different texts that are no plain numbers.`,
      );
    for (const { text, lines } of found) evidence.add(text, lines);
    if (field !== 'quantity')
      for (const [mark, count] of evidence.seen.marks) marks.set(mark, (marks.get(mark) ?? 0) + count);
    columns.push({ field, evidence, texts: found.map(({ text }) => text) });
  }
  return { columns, marks };
}

/** How each number column is written, and for those with other than plain numbers the table of what their texts are. */
export interface SettledNumbers {
  readonly decimals: ReadonlyMap<NumberField, DecimalSign>;
  /** Fields that have a table `texts_<field>` (text, value, mark). */
  readonly withTexts: ReadonlySet<NumberField>;
}

export interface SettleOptions {
  readonly folder: string;
  readonly wanted: DecimalSign | undefined;
  readonly currencyDigits: number | undefined;
  /** The column of a field, for the question. */
  readonly nameOf: (field: NumberField) => string;
}

/** Settles how the numbers are written and reads their texts. Throws DataUnusable with the question where they do not tell. */
export async function settleNumberColumns(
  store: ScratchStore,
  { columns }: SurveyedNumbers,
  { folder, wanted, currencyDigits, nameOf }: SettleOptions,
): Promise<SettledNumbers> {
  const settled = settleNumbers(
    columns.map(({ field, evidence }) => ({ field, evidence, isMoney: field !== 'quantity' })),
    { currencyDigits },
  );
  const decimals = new Map<NumberField, DecimalSign>();
  const withTexts = new Set<NumberField>();
  for (const { field, texts } of columns) {
    const found = settled.get(field);
    if (wanted === undefined && found?.kind === 'ask')
      throw new DataUnusable(
        'numbers-ambiguous',
        describeNumberQuestion({ ...found, field: nameOf(field) }, '--decimal'),
      );
    const decimal = wanted ?? (found?.kind === 'settled' ? found.decimal : 'point');
    decimals.set(field, decimal);
    if (texts.length === 0) continue;
    withTexts.add(field);
    await writeTexts(store, { field, texts, decimal, folder });
  }
  return { decimals, withTexts };
}

interface TextsOptions {
  readonly field: NumberField;
  readonly texts: readonly string[];
  readonly decimal: DecimalSign;
  readonly folder: string;
}

async function writeTexts(store: ScratchStore, { field, texts, decimal, folder }: TextsOptions): Promise<void> {
  const bytes = createBytes();
  for (const text of texts) {
    const value = readNumber(text, decimal);
    bytes.text(text);
    bytes.float64(isUsableNumber(value) ? value : Number.NaN);
    bytes.text(parseNumber(text)?.mark ?? '');
  }
  const path = join(folder, `texts-${field}.bin`);
  writeFileSync(path, bytes.finish());
  const name = `texts_${columnOf(field)}`;
  await store.execute(`create table ${name} engine = Memory as
    select text, value, mark, toUInt8(1) as is_known from file(${sqlText(path)}, 'RowBinary', 'text String, value Float64, mark String')`);
}
