import type { ProblemDetail } from '@perennial/contracts';
import {
  createInstantsReader,
  currencyOfMark,
  isUsableNumber,
  parseNumber,
  readNumber,
  toMinor,
  toPlainDigits,
  type DecimalSign,
} from '@perennial/domain/reading';
import { currencyDigits } from '../../../ingest/currency-digits.ts';
import { isStated, textOf } from './fields.ts';

/** What of a message could not be read: its place there, and why. */
export type Problems = ProblemDetail[];

/** Segment's times are ISO 8601, and UTC where they name no zone; senders in the field write those of HTTP as well. */
const readText = createInstantsReader(['iso', 'dd MMM yyyy'], 'UTC');

/** Epoch milliseconds of a time as Segment's clients send it. What is none stays as it is, for the check to refuse. */
export function toInstant(value: unknown): unknown {
  if (!isStated(value)) return undefined;
  if (typeof value !== 'string') return value;
  const at = readText(value.trim());
  return Number.isNaN(at) ? value : at;
}

export interface StatedNumber {
  readonly value: unknown;
  /** In the message, JSON pointer. */
  readonly path: string;
}

/** A number, also written as text; what is none is noted and given back as it is. Undefined where none is stated. */
export function toNumber({ value, path }: StatedNumber, problems: Problems): unknown {
  if (!isStated(value)) return undefined;
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? readNumber(value, 'point') : Number.NaN;
  if (isUsableNumber(number)) return number;
  problems.push({ path, message: 'not a number' });
  return value;
}

/** The currency of a message: the one that it names, else the one that stands beside its amount, else the program's. */
export function currencyOf(stated: unknown, amounts: readonly unknown[], programCurrency: string): string {
  const named = textOf(stated);
  if (named !== undefined) return currencyOfMark(named.trim(), programCurrency);
  const marks = amounts.map((amount) => (typeof amount === 'string' ? (parseNumber(amount)?.mark ?? '') : ''));
  const mark = marks.find((one) => one !== '');
  return mark === undefined ? programCurrency : currencyOfMark(mark, programCurrency);
}

/** Units of an amount of money; what is none, or may be one of two, is noted, and then undefined is given. */
export function toUnits({ value, path }: StatedNumber, currency: string, problems: Problems): number | undefined {
  if (!isStated(value)) return undefined;
  if (typeof value === 'number' && isUsableNumber(value)) return value;
  const units = typeof value === 'string' ? unitsOfText(value, currency) : 'not an amount';
  if (typeof units === 'number') return units;
  problems.push({ path, message: units });
  return undefined;
}

/** Minor units: 199.5 yuan are 19,950 fen. */
export function toMinorUnits(units: number, currency: string): number {
  return toMinor(units, currencyDigits(currency));
}

const decimalSigns: readonly DecimalSign[] = ['point', 'comma'];

/** The amount, or why it is none. One text has no column by which it could be settled what its separators mean. */
function unitsOfText(text: string, currency: string): number | string {
  const parsed = parseNumber(text.trim());
  if (parsed === null) return 'not an amount';
  if (parsed.mark !== '' && currencyOfMark(parsed.mark, currency) !== currency)
    return 'the amount names another currency than the message';
  const readings = decimalSigns.flatMap((sign) => {
    const digits = toPlainDigits(parsed.digits, sign);
    return digits === null ? [] : [{ sign, decimals: digits.split('.')[1]?.length ?? 0 }];
  });
  // Nothing has more decimals than its currency but a separator of thousands: 1,299 yuan are no 1.299.
  const fitting = readings.filter(({ decimals }) => decimals <= currencyDigits(currency));
  const [first, second] = fitting.length > 0 ? fitting : readings;
  if (first === undefined) return 'not an amount';
  const units = readNumber(text.trim(), first.sign);
  if (second !== undefined && readNumber(text.trim(), second.sign) !== units)
    return 'can be read as two amounts: write it as a number, with a point before the decimals';
  if (isPointOfThousands(parsed.digits, first.sign))
    return 'may be thousands or decimals: write it as a number, with a point before the decimals';
  return isUsableNumber(units) ? units : 'not an amount';
}

/** `1.299` in a currency of two digits: thousands as much of the world writes them, or a price that was computed. */
function isPointOfThousands(digits: string, sign: DecimalSign): boolean {
  return sign === 'comma' && /^\d{1,3}\.\d{3}$/.test(digits);
}
