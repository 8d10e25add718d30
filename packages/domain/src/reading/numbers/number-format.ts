import { parseNumber, toPlainDigits, type DecimalSign } from './number-text.ts';

/** What the values of one column say of how its numbers are written. */
export interface NumberEvidence {
  /** Adds a value that stands `count` times in the column. */
  add(text: string, count?: number): void;
  /** Adds plain decimals of which only the number is known: with another number of decimals than three, or three and more than one way to read them. */
  addPlain(counts: { readonly decimals: number; readonly unrounded: number }): void;
  readonly seen: Readonly<SeenNumbers>;
}

export interface SeenNumbers {
  /** Values that have decimals behind a point in whatever way they are read; and behind a comma. */
  point: number;
  comma: number;
  /** Values such as `1.234`, a thousand or three decimals; and such as `1,234`. */
  openPoint: number;
  openComma: number;
  /** Of the open ones, those that end in 000. */
  openZero: number;
  /** Values that certainly have three decimals or more: computed or weighed, not money as people write it. */
  pointUnrounded: number;
  commaUnrounded: number;
  /** The first of each kind, for the question. */
  readonly examples: { point?: string; comma?: string; open?: string };
  /** Signs and codes of currencies that stand with the values, with how many. */
  readonly marks: Map<string, number>;
}

const whole = /^-?\d+$/;
const usualDecimals = /^-?\d+\.(?:\d|\d\d)$/;
const currencyDigitsMax = 3;

export function createNumberEvidence(): NumberEvidence {
  const seen: SeenNumbers = {
    point: 0,
    comma: 0,
    openPoint: 0,
    openComma: 0,
    openZero: 0,
    pointUnrounded: 0,
    commaUnrounded: 0,
    examples: {},
    marks: new Map(),
  };
  return {
    seen,
    add(text, count = 1) {
      if (text === '' || whole.test(text)) return;
      if (usualDecimals.test(text)) {
        seen.point += count;
        seen.examples.point ??= text;
        return;
      }
      const parsed = parseNumber(text);
      if (parsed === null || /e/i.test(text)) return;
      if (parsed.mark !== '') seen.marks.set(parsed.mark, (seen.marks.get(parsed.mark) ?? 0) + count);
      addDigits(seen, parsed.exponent > 0 ? '' : parsed.digits, { text, count });
    },
    addPlain({ decimals, unrounded }) {
      seen.point += decimals;
      seen.pointUnrounded += unrounded;
    },
  };
}

function addDigits(
  seen: SeenNumbers,
  digits: string,
  { text, count }: { readonly text: string; readonly count: number },
) {
  const byPoint = toPlainDigits(digits, 'point');
  const byComma = toPlainDigits(digits, 'comma');
  if (byPoint === byComma) return;
  if (byPoint !== null && byComma !== null) {
    seen[digits.includes('.') ? 'openPoint' : 'openComma'] += count;
    if (digits.endsWith('000')) seen.openZero += count;
    seen.examples.open ??= text;
    return;
  }
  const sign = byPoint === null ? 'comma' : 'point';
  seen[sign] += count;
  seen.examples[sign] ??= text;
  const decimals = (byPoint ?? byComma ?? '').split('.')[1]?.length ?? 0;
  if (decimals >= currencyDigitsMax) seen[`${sign}Unrounded`] += count;
}

/** A column whose values do not say how they are written: the two readings of one of them. */
export interface NumberQuestion {
  readonly kind: 'ask';
  readonly field: string;
  /** `mixed`: both signs stand before decimals. `open`: a value may be a thousand or have three decimals. */
  readonly why: 'mixed' | 'open';
  readonly example: string;
  readonly other: string;
}

export type SettledNumber = { readonly kind: 'settled'; readonly decimal: DecimalSign } | NumberQuestion;

export interface NumberColumn {
  readonly field: string;
  /** Money has at most the decimals of its currency; pieces may be weighed to three. */
  readonly isMoney: boolean;
  readonly evidence: NumberEvidence;
}

export interface SettleNumbersOptions {
  /** Decimals of the currency; undefined where nobody says which it is. */
  readonly currencyDigits: number | undefined;
}

/**
 * Settles how each number column is written, by all of its values, then by the other columns of the file, then by what money can be:
 * a value with three digits behind its only sign has thousands, because no usual currency has three decimals. Asks when that is not enough.
 */
export function settleNumbers(
  columns: readonly NumberColumn[],
  { currencyDigits }: SettleNumbersOptions,
): ReadonlyMap<string, SettledNumber> {
  const own = new Map(columns.map((column) => [column.field, byOwnValues(column)]));
  const signs = new Set([...own.values()].flatMap((one) => (one?.kind === 'settled' ? [one.decimal] : [])));
  const [sibling] = signs.size === 1 ? [...signs] : [];
  return new Map(
    columns.map((column) => [column.field, own.get(column.field) ?? byOthers(column, { sibling, currencyDigits })]),
  );
}

/** Up to so many of the deciding values may be slips: they are read as no numbers, and listed. */
const slipsMax = 0.02;
/** So many values that could be thousands beside ones with decimals are no chance: 0.125 beside 0.5 is, 1.734 beside 12.50 is not. */
const openShareMax = 0.1;

function byOwnValues({ field, evidence, isMoney }: NumberColumn): SettledNumber | null {
  const { point, comma, openPoint, openComma, examples, pointUnrounded, commaUnrounded } = evidence.seen;
  if (point === 0 && comma === 0) {
    if (openPoint === 0 && openComma === 0) return null;
    return openPoint > 0 && openComma > 0 ? ask(field, 'mixed', examples) : null;
  }
  const decimal = point >= comma ? 'point' : 'comma';
  const fewer = Math.min(point, comma);
  if (fewer > slipsMax * (point + comma)) return ask(field, 'mixed', examples);
  const [deciding, open, unrounded] =
    decimal === 'point' ? [point, openPoint, pointUnrounded] : [comma, openComma, commaUnrounded];
  const isOdd = isMoney && unrounded === 0 && open > openShareMax * (open + deciding);
  return isOdd ? ask(field, 'open', examples) : { kind: 'settled', decimal };
}

function byOthers(
  { field, evidence, isMoney }: NumberColumn,
  { sibling, currencyDigits }: SettleNumbersOptions & { readonly sibling: DecimalSign | undefined },
): SettledNumber {
  const { openPoint, openComma, openZero, examples } = evidence.seen;
  const open = openPoint + openComma;
  if (open === 0) return { kind: 'settled', decimal: sibling ?? 'point' };
  const asDecimals = openPoint > 0 ? 'point' : 'comma';
  const asThousands = openPoint > 0 ? 'comma' : 'point';
  if (sibling === asThousands) return { kind: 'settled', decimal: asThousands };
  if (!isMoney) {
    // Pieces in steps of a thousand, all of them: decimals that are written out.
    const isWrittenOut = openZero === open && open > 1;
    return sibling === asDecimals || isWrittenOut
      ? { kind: 'settled', decimal: asDecimals }
      : ask(field, 'open', examples);
  }
  if (sibling === asDecimals || currencyDigits === currencyDigitsMax) return ask(field, 'open', examples);
  return { kind: 'settled', decimal: asThousands };
}

function ask(field: string, why: NumberQuestion['why'], examples: SeenNumbers['examples']): NumberQuestion {
  const [example = '', other = ''] =
    why === 'open'
      ? [examples.open, examples.point ?? examples.comma]
      : [examples.point ?? examples.open, examples.comma];
  return { kind: 'ask', field, why, example, other };
}

/** The question in a sentence, with both readings of the value. `option` names what answers it. */
export function describeNumberQuestion({ field, why, example, other }: NumberQuestion, option: string): string {
  const read = (sign: DecimalSign): string => {
    const parsed = parseNumber(example);
    const digits = parsed === null ? null : toPlainDigits(parsed.digits, sign);
    return digits === null ? 'no number' : `${parsed?.isNegative === true ? '-' : ''}${digits}`;
  };
  const head =
    why === 'mixed' && other !== ''
      ? `The numbers of "${field}" are written in two ways, such as "${example}" and "${other}"`
      : `The numbers of "${field}" can be read in two ways`;
  return (
    `${head}. "${example}" is\n` +
    `  ${read('point')}  if the point stands before the decimals: ${option} point\n` +
    `  ${read('comma')}  if the comma does:                       ${option} comma`
  );
}
