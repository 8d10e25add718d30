import type { FactValue } from '../../../kernel/base/payload.ts';
import { at, readList, readObject, readText, tell } from '../../../kernel/documents/read-json.ts';
import type { JsonObject, NumberRange, Spot } from '../../../kernel/documents/read-json.ts';
import { readInteger, readOptional } from '../documents/read-parts.ts';
import { unitsMax } from '../documents/wallet-document.ts';
import { anywhere } from '../ledger/spend-order.ts';
import type { SpendPlace } from '../ledger/spend-order.ts';

/*
 * How commands read what they are given: every problem is told with its place, and null is given where there was one. What may be left out
 * and is, is undefined until it is read, so a reader of such a part answers undefined where a problem was told.
 */

export const someUnits: NumberRange = { min: 1, max: unitsMax };
/** Any amount but none of them, up or down. */
const anyUnits: NumberRange = { min: -unitsMax, max: unitsMax };
/** The years from 1970 to 9999, epoch milliseconds. */
const instants: NumberRange = { min: 0, max: 253_402_300_799_999 };
/** As many as a row can count. */
export const countRange: NumberRange = { min: 1, max: 2 ** 31 - 1 };

const reasonPattern = /^[a-z][a-z0-9_]{0,39}$/u;
/** As shops number their orders. Not any text: it stays when a member is erased. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,63}$/u;

/** Reads an object whose parts are then read one by one; null where one of them told a problem. */
export function readParts<Parts>(
  input: FactValue,
  spot: Spot,
  { keys, read }: { readonly keys: readonly string[]; readonly read: (part: PartReader) => Parts },
): Parts | null {
  const before = spot.problems.problems.length;
  const object = readObject(input, spot, keys);
  if (object === null) return null;
  const parts = read(partsOf(object, spot));
  return spot.problems.problems.length > before ? null : parts;
}

/** Parts of an object by their keys. Where one cannot be read its problem is told, and what is given stands for nothing. */
export interface PartReader {
  text(key: string, read: (value: FactValue | undefined, spot: Spot) => string | null): string;
  number(key: string, range: NumberRange): number;
  instant(key: string): number;
  /** Null unless it is given. */
  optional<Value>(key: string, read: (value: FactValue, spot: Spot) => Value | null): Value | null;
  /** Whether it stands there at all: null says something else than nothing. */
  isGiven(key: string): boolean;
  spot(key: string): Spot;
  value(key: string): FactValue | undefined;
}

function partsOf(object: JsonObject, spot: Spot): PartReader {
  return {
    text: (key, read) => read(object[key], at(spot, key)) ?? '',
    number: (key, range) => readInteger(object[key], at(spot, key), range) ?? 0,
    instant: (key) => readInteger(object[key], at(spot, key), instants) ?? 0,
    optional: (key, read) => readOptional(object[key], null, (value) => read(value, at(spot, key))) ?? null,
    isGiven: (key) => object[key] !== undefined,
    spot: (key) => at(spot, key),
    value: (key) => object[key],
  };
}

export function readInstant(value: FactValue, spot: Spot): number | null {
  return readInteger(value, spot, instants);
}

export function readSomeUnits(value: FactValue, spot: Spot): number | null {
  return readInteger(value, spot, someUnits);
}

/** Up or down, but not none. */
export function readChange(part: PartReader, key: string): number {
  const units = part.number(key, anyUnits);
  if (part.value(key) === 0) tell(part.spot(key), 'document.not_in_range', 'A number other than 0 is expected here.');
  return units;
}

/** Why something is done: a code, because it is kept with the entry for good and may name nobody. */
export function readReason(value: FactValue | undefined, spot: Spot): string | null {
  if (typeof value === 'string' && reasonPattern.test(value)) return value;
  const expected = 'A code of 1 to 40 lower-case letters, digits or "_" is expected here, a letter first.';
  tell(spot, 'document.not_a_reason', expected);
  return null;
}

/** What a caller calls a hold or an import. */
export function readCallersName(value: FactValue | undefined, spot: Spot): string | null {
  if (typeof value === 'string' && namePattern.test(value)) return value;
  const expected = 'A name of 1 to 64 letters, digits or one of . _ : / # - is expected here.';
  tell(spot, 'document.not_a_callers_name', expected);
  return null;
}

const placeKeys = ['storeId', 'channel', 'categories'] as const;
/** As many as an order has lines, by far. */
const categoriesMax = 100;

/** What units are spent on; lots that may not be spent anywhere are left where nobody says. */
export function readPlace(part: PartReader): SpendPlace {
  const read = (given: FactValue, spot: Spot): SpendPlace | null =>
    readParts(given, spot, {
      keys: placeKeys,
      read: (place) => ({
        storeId: place.optional('storeId', readText),
        channel: place.optional('channel', readText),
        categories:
          place.optional('categories', (list, there) =>
            readList(list, there, categoriesMax).flatMap((one, n) => readText(one, at(there, n)) ?? []),
          ) ?? [],
      }),
    });
  return part.optional('place', read) ?? anywhere;
}
