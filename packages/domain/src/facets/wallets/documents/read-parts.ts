import type { FactValue } from '../../../kernel/base/payload.ts';
import {
  at,
  readChoice,
  readFilledList,
  readNumber,
  readObject,
  readText,
  tell,
} from '../../../kernel/documents/read-json.ts';
import type { NumberRange, Spot } from '../../../kernel/documents/read-json.ts';
import { expiryDatesMax, expiryKinds, lengthUnits, roundings } from './wallet-document.ts';
import type { CalendarLength, EndRounding, ExpiryPolicy } from './wallet-document.ts';

/** A whole number: units are never split. */
export function readInteger(value: FactValue | undefined, spot: Spot, range: NumberRange): number | null {
  const number = readNumber(value, spot, range);
  if (number === null || Number.isSafeInteger(number)) return number;
  tell(spot, 'document.not_an_integer', 'A whole number is expected here.');
  return null;
}

/** What may be left out or null, and is then `otherwise`; undefined where a problem was told. */
export function readOptional<Value>(
  value: FactValue | undefined,
  otherwise: Value,
  read: (value: FactValue) => Value | null,
): Value | undefined {
  return value === undefined || value === null ? otherwise : (read(value) ?? undefined);
}

export const lengthKeys = ['unit', 'count'] as const;
export const lengthCount = { min: 1, max: 3660 } as const;

export function readLength(value: FactValue | undefined, spot: Spot): CalendarLength | null {
  const object = readObject(value, spot, lengthKeys);
  if (object === null) return null;
  const unit = readChoice(object['unit'], at(spot, 'unit'), lengthUnits);
  const count = readInteger(object['count'], at(spot, 'count'), lengthCount);
  return unit === null || count === null ? null : { unit, count };
}

export const expiryKeys = ['kind', 'length', 'roundTo', 'dates', 'daysMin'] as const;
export const daysMinRange = { min: 0, max: 3660 } as const;
/** 29 February is the 28th where there is none. */
export const dayOfYearPattern = /^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u;
const keysOfKind: Readonly<Record<ExpiryPolicy['kind'], readonly string[]>> = {
  never: [],
  term: ['length', 'roundTo'],
  sliding: ['length', 'roundTo'],
  dates: ['dates', 'daysMin'],
};

export function readExpiry(value: FactValue | undefined, spot: Spot): ExpiryPolicy | null {
  const object = readObject(value, spot, expiryKeys);
  if (object === null) return null;
  const kind = readChoice(object['kind'], at(spot, 'kind'), expiryKinds);
  if (kind === null) return null;
  for (const key of Object.keys(object))
    if (key !== 'kind' && !keysOfKind[kind].includes(key))
      tell(at(spot, key), 'wallet.not_of_this_expiry', `An expiry of the kind "${kind}" has no ${key}.`);
  switch (kind) {
    case 'never':
      return { kind };
    case 'dates': {
      const dates = readDates(object['dates'], at(spot, 'dates'));
      const daysMin = readOptional(object['daysMin'], 0, (days) =>
        readInteger(days, at(spot, 'daysMin'), daysMinRange),
      );
      return dates === null || daysMin === undefined ? null : { kind, dates, daysMin };
    }
    default: {
      const length = readLength(object['length'], at(spot, 'length'));
      const roundTo = readOptional<EndRounding>(object['roundTo'], 'none', (rounding) =>
        readChoice(rounding, at(spot, 'roundTo'), roundings),
      );
      return length === null || roundTo === undefined ? null : { kind, length, roundTo };
    }
  }
}

function readDates(value: FactValue | undefined, spot: Spot): readonly string[] | null {
  const items = readFilledList(value, spot, expiryDatesMax);
  const dates = items.flatMap((item, index) => {
    const date = readText(item, at(spot, index));
    if (date === null) return [];
    if (dayOfYearPattern.test(date) && isDayOfYear(date)) return [date];
    tell(at(spot, index), 'document.not_a_day_of_the_year', 'A day of the year such as 12-31 is expected here.');
    return [];
  });
  return dates.length === items.length && dates.length > 0 ? [...new Set(dates)].toSorted() : null;
}

function isDayOfYear(date: string): boolean {
  const [month = 0, day = 0] = date.split('-').map(Number);
  // A leap year, so that 29 February is a day.
  return day <= Temporal.PlainDate.from({ year: 2024, month, day: 1 }).daysInMonth;
}
