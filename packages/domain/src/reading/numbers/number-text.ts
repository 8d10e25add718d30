import { undressCell } from '../text/formula-guard.ts';
import { invisible } from '../text/invisible.ts';
import { isCurrencyMark } from './currency-signs.ts';

/** The sign that stands before the decimals of a column. */
export type DecimalSign = 'point' | 'comma';

/** A number as it is written, taken apart; what its separators mean is left to the column. */
export interface NumberText {
  readonly isNegative: boolean;
  /** Digits and what stands between them; thousands spaces are one space each. */
  readonly digits: string;
  /** 4 for 万, 8 for 亿, the exponent of `1.5E+3`. */
  readonly exponent: number;
  /** Sign or code of a currency, as it is written; '' for none. */
  readonly mark: string;
}

const plain = /^-?\d+(?:\.\d+)?$/;
const scientific = /^([+-]?)(\d+(?:\.\d+)?)e([+-]?\d{1,3})$/i;
const dressed = /^([^\d.,]*)((?:\d[\d.,'’` ]*)|(?:[.,]\d+))([^\d]*)$/;
const minus = /[-\u2010-\u2015\u2212]/;
const tens: Readonly<Record<string, number>> = { 万: 4, 萬: 4, 亿: 8, 億: 8 };

/** Takes a number as people write it apart: `¥ 1,234.50`, `1.234,50 €`, `(3.00)`, `5.00-`, `4 225,00`, `1.2万`. Null when it is none. */
export function parseNumber(text: string): NumberText | null {
  if (plain.test(text)) {
    const isNegative = text.startsWith('-');
    return { isNegative, digits: isNegative ? text.slice(1) : text, exponent: 0, mark: '' };
  }
  const bare = undressCell(text).normalize('NFKC').replaceAll(invisible, '').trim();
  const exponential = scientific.exec(bare);
  if (exponential !== null) {
    const [, sign, digits = '', exponent = ''] = exponential;
    return { isNegative: sign === '-', digits, exponent: Number(exponent), mark: '' };
  }
  const match = dressed.exec(bare.replace(/^'(?=[\d.,+-])/, ''));
  return match === null ? null : undress(match[1] ?? '', match[2] ?? '', match[3] ?? '');
}

function undress(before: string, middle: string, after: string): NumberText | null {
  const ending = / *$/.exec(middle)?.[0].length ?? 0;
  let digits = middle.slice(0, middle.length - ending);
  let suffix = after.trim();
  // `5,-` are five whole ones.
  if (/[.,]$/.test(digits)) {
    if (!/^[-\u2010-\u2015]/.test(suffix)) return null;
    digits = digits.slice(0, -1);
    suffix = suffix.replace(/^[-\u2010-\u2015]+/, '').trim();
  }
  const exponent = tens[suffix.charAt(0)] ?? 0;
  if (exponent > 0) suffix = suffix.slice(1).trim();
  const first = readAffix(before);
  const last = readAffix(suffix);
  if (first === null || last === null || first.opens !== last.closes || first.closes || last.opens) return null;
  if (first.isNegative && last.isNegative) return null;
  if (first.mark !== '' && last.mark !== '' && first.mark !== last.mark) return null;
  return {
    isNegative: first.isNegative || last.isNegative || first.opens,
    digits: digits.replaceAll(/[’`]/g, "'"),
    exponent,
    mark: first.mark || last.mark,
  };
}

interface Affix {
  readonly isNegative: boolean;
  readonly opens: boolean;
  readonly closes: boolean;
  readonly mark: string;
}

/** What stands before or behind the digits: a sign, a bracket, a currency, each at most once. */
function readAffix(text: string): Affix | null {
  if (text === '') return noAffix;
  const isNegative = minus.test(text);
  const opens = text.includes('(');
  const closes = text.includes(')');
  const mark = text.replace(minus, '').replace(/[(]/, '').replace(/[)]/, '').replace('+', '').trim();
  return mark === '' || isCurrencyMark(mark) ? { isNegative, opens, closes, mark } : null;
}

const noAffix: Affix = { isNegative: false, opens: false, closes: false, mark: '' };

const shapes: Readonly<Record<DecimalSign, RegExp>> = {
  point: /^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ ']\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3})?(?:\.\d+)?$/,
  comma: /^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:[ ']\d{3})+)?(?:,\d+)?$/,
};
const groupSigns = { point: /[, ']/g, comma: /[. ']/g } as const;

/** The digits as a plain decimal (`1234.5`), where they can be read with this decimal sign. */
export function toPlainDigits(digits: string, decimal: DecimalSign): string | null {
  if (!shapes[decimal].test(digits) || digits === '') return null;
  const bare = digits.replaceAll(groupSigns[decimal], '');
  const plainDigits = decimal === 'comma' ? bare.replace(',', '.') : bare;
  return plainDigits.startsWith('.') ? `0${plainDigits}` : plainDigits;
}

/** Reads a number of a column whose decimal sign is settled; NaN when it is none. */
export function readNumber(text: string, decimal: DecimalSign): number {
  if (decimal === 'point' && plain.test(text)) return Number(text);
  const parsed = parseNumber(text);
  const digits =
    parsed === null
      ? null
      : toPlainDigits(parsed.digits, parsed.exponent !== 0 && isScientific(text) ? 'point' : decimal);
  if (parsed === null || digits === null) return Number.NaN;
  const value = Number(parsed.exponent === 0 ? digits : `${digits}e${parsed.exponent}`);
  return parsed.isNegative ? -value : value;
}

/** Programs that write exponents write points. */
function isScientific(text: string): boolean {
  return /e/i.test(text);
}
