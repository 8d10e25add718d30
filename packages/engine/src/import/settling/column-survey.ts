import {
  createNumberEvidence,
  dayPart,
  describeInstantQuestion,
  describeNumberQuestion,
  settleInstants,
  settleNumbers,
  toInstantFormats,
  undressCell,
  type DecimalSign,
  type NumberEvidence,
} from '@perennial/domain/reading';
import { whenField } from '../mapping/import-fields.ts';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import type { FileRow } from '../rows/file-row.ts';
import { numberFields } from '../rows/row-checks.ts';

/** What only all values of a column tell: how its instants and numbers are written, and in which currencies. */
export interface ColumnSurvey {
  add(row: FileRow): void;
  settle(): SettledColumns | ColumnQuestion;
}

export interface SettledColumns {
  readonly kind: 'settled';
  readonly mapping: ImportMapping;
  readonly decimals: ReadonlyMap<string, DecimalSign>;
}

/** Whoever made the file must say. */
export interface ColumnQuestion {
  readonly kind: 'ask';
  readonly question: string;
}

export interface ColumnSurveyOptions {
  readonly mapping: ImportMapping;
  readonly columns: readonly string[];
  /** Decimals of the currency of the amounts. */
  readonly currencyDigits: number;
  /** Nobody has stated how instants are written: the values tell. */
  readonly isInstantOpen: boolean;
}

/** Different dates of one column, from which on it holds something else. */
const datesMax = 500_000;
const notMoney: ReadonlySet<string> = new Set(['quantity']);

export function createColumnSurvey(options: ColumnSurveyOptions): ColumnSurvey {
  const { mapping, columns } = options;
  const at = (field: string) => columns.indexOf(mapping.columns[field] ?? '');
  const when = at(whenField(mapping.kind));
  const isEpoch = mapping.instantFormat.startsWith('epoch');
  const dates = new Map<string, number>();
  const numbers = numberFields
    .map((field) => ({ field, index: at(field), isMoney: !notMoney.has(field), evidence: createNumberEvidence() }))
    .filter(({ index }) => index >= 0);
  return {
    add({ values }) {
      if (when >= 0 && options.isInstantOpen && !isEpoch) addDate(dates, values[when] ?? '');
      for (const { index, evidence } of numbers) evidence.add((values[index] ?? '').trim());
    },
    settle() {
      const settled = settleNumbers(mapping.decimal === undefined ? numbers : [], options);
      const decimals = new Map<string, DecimalSign>();
      for (const [field, found] of settled) {
        if (found.kind === 'ask')
          return ask(describeNumberQuestion({ ...found, field: mapping.columns[field] ?? field }, '--decimal'));
        decimals.set(field, found.decimal);
      }
      const currencies = severalMarks(numbers.map(({ evidence }) => evidence));
      if (currencies !== null && mapping.columns['currency'] === undefined && mapping.currency === undefined)
        return ask(
          `The amounts are in several currencies (${currencies}), and no column names them. Say which one the program counts in (--currency CODE): rows in others then need a published rate. Or add a column with the currency.`,
        );
      if (!options.isInstantOpen || isEpoch || dates.size === 0) return { kind: 'settled', mapping, decimals };
      const instants = settleInstants(dates);
      if (instants.kind === 'ask') return ask(describeInstantQuestion(instants, '--instant-format'));
      const formats = instants.formats.map(({ format }) => format).join(' | ');
      const instantFormat = toInstantFormats(formats) === undefined ? mapping.instantFormat : formats;
      return { kind: 'settled', mapping: { ...mapping, instantFormat }, decimals };
    },
  };
}

function ask(question: string): ColumnQuestion {
  return { kind: 'ask', question };
}

function addDate(dates: Map<string, number>, cell: string): void {
  const text = dayPart(undressCell(cell.trim()));
  if (text === '' || (dates.size >= datesMax && !dates.has(text))) return;
  dates.set(text, (dates.get(text) ?? 0) + 1);
}

/** The signs that stand beside the amounts, where there is more than one. */
function severalMarks(evidence: readonly NumberEvidence[]): string | null {
  const marks = new Map<string, number>();
  for (const { seen } of evidence)
    for (const [mark, count] of seen.marks) marks.set(mark, (marks.get(mark) ?? 0) + count);
  if (marks.size < 2) return null;
  return [...marks].map(([mark, count]) => `${mark} ${count}`).join(', ');
}
