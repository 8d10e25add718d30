import type { ShoppingYear } from '@perennial/domain/models';
import { UsageError } from '../cli/command/command.ts';
import type { OptionValues } from '../cli/command/command.ts';
import { toFileEncoding } from '../table-files/guess-encoding.ts';
import { dayOf } from './findings/days.ts';
import type { options } from './options.ts';
import type { Locale } from './report/writing/words.ts';
import type { DayOrder } from '@perennial/domain/reading';
import type { AnalyzeWishes } from './wishes/wishes.ts';

/** A command line that makes sense. */
export interface AnalyzeRequest {
  readonly wishes: AnalyzeWishes;
  readonly seed: number;
  readonly locale: Locale;
  readonly report: string | undefined;
  readonly out: string | undefined;
}

const dayOrders: readonly DayOrder[] = ['dd/MM/yyyy', 'MM/dd/yyyy'];
const shoppingYears: readonly ShoppingYear[] = ['china', 'united-kingdom', 'united-states', 'europe', 'none'];

/** Checks the options against each other. Throws UsageError. */
export function readRequest(values: OptionValues<typeof options>): AnalyzeRequest {
  const { currency, encoding, horizon, out, 'rejects-max': rejectsMax } = values;
  if (rejectsMax !== undefined && (rejectsMax < 0 || rejectsMax > 100))
    throw new UsageError('--rejects-max takes 0 to 100 percent.');
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
    throw new UsageError('--currency takes three capital letters, such as GBP.');
  if (horizon !== undefined && (horizon < 1 || horizon > 3_650))
    throw new UsageError('--horizon takes 1 to 3650 days.');
  if (out !== undefined && !/\.(csv|parquet)$/i.test(out))
    throw new UsageError('--out takes a file that ends in .csv or .parquet.');
  const wanted = encoding === undefined ? undefined : toFileEncoding(encoding);
  if (encoding !== undefined && wanted === undefined)
    throw new UsageError(`"${encoding}" is no encoding that can be read.`);
  const asOf = readDay('as-of', values['as-of']);
  const calibrationEnd = readDay('calibration-end', values['calibration-end']);
  if (asOf !== undefined && calibrationEnd !== undefined && calibrationEnd >= asOf)
    throw new UsageError('--calibration-end must lie before --as-of.');
  return {
    seed: values.seed ?? 1,
    locale: values.locale === 'zh-CN' ? 'zh-CN' : 'en',
    report: values.report,
    out,
    wishes: {
      asOf,
      calibrationEnd,
      currency,
      map: values.map,
      encoding: wanted,
      delimiter: values.delimiter === 'tab' ? '\t' : values.delimiter,
      columns: values.columns?.split(',').map((name) => name.trim()),
      decimal: values.decimal === 'point' || values.decimal === 'comma' ? values.decimal : undefined,
      rejectsPercentMax: rejectsMax,
      dateFormat: dayOrders.find((order) => order === values['date-format']),
      dropsDuplicates: values['drop-duplicates'],
      horizonDays: horizon,
      margin: readNumber('margin', values.margin, { otherwise: 1, max: 1 }),
      discount: readNumber('discount', values.discount, { otherwise: 0.1, max: 9.99 }),
      unit: values.unit === 'week' ? 'week' : 'day',
      shoppingYear: shoppingYears.find((year) => year === values['shopping-year']),
    },
  };
}

function readDay(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = dayOf(text);
  if (day === undefined) throw new UsageError(`--${name} takes a day such as 2024-12-31, not "${text}".`);
  return day;
}

function readNumber(
  name: string,
  text: string | undefined,
  range: { readonly otherwise: number; readonly max: number },
): number {
  if (text === undefined) return range.otherwise;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= 0 && value <= range.max))
    throw new UsageError(`--${name} takes a number from 0 to ${range.max}, not "${text}".`);
  return value;
}
