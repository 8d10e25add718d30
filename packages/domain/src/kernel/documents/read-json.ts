import type { FactValue } from '../base/payload.ts';
import type { LocalizedText } from './localized-text.ts';
import type { ProblemList } from './document-problem.ts';

export type JsonObject = { readonly [key: string]: FactValue };

/** Where in a document a value stands, and who is told when it is not what it should be. */
export interface Spot {
  readonly path: string;
  readonly problems: ProblemList;
}

export function at(spot: Spot, key: string | number): Spot {
  const step = typeof key === 'number' ? `[${key}]` : spot.path === '' ? key : `.${key}`;
  return { path: spot.path + step, problems: spot.problems };
}

export function tell(spot: Spot, code: string, message: string): void {
  spot.problems.add(code, spot.path, message);
}

export function isObject(value: FactValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object itself holds under a key: names such as `constructor`, which every object has, are in no document. */
export function ownOf(object: JsonObject, key: string): FactValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The object with unknown keys told: a misspelt key must not be a silently ignored wish. */
export function readObject(value: FactValue | undefined, spot: Spot, keys: readonly string[]): JsonObject | null {
  if (!isObject(value)) {
    tell(spot, 'document.not_an_object', 'An object is expected here.');
    return null;
  }
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) tell(at(spot, key), 'document.unknown_key', `Unknown key; known are ${keys.join(', ')}.`);
  }
  return value;
}

export function readList(value: FactValue | undefined, spot: Spot, countMax: number): readonly FactValue[] {
  if (!Array.isArray(value)) {
    tell(spot, 'document.not_a_list', 'A list is expected here.');
    return [];
  }
  if (value.length > countMax) {
    tell(spot, 'document.too_many', `At most ${countMax} items may stand here.`);
    return [];
  }
  return value as readonly FactValue[];
}

/** The same of a list that must not be empty. */
export function readFilledList(value: FactValue | undefined, spot: Spot, countMax: number): readonly FactValue[] {
  if (Array.isArray(value) && value.length === 0) tell(spot, 'document.empty_list', 'At least one is expected here.');
  return readList(value, spot, countMax);
}

/** Longest text of a document, where nothing else is said. */
export const shortTextMax = 200;

export function readText(value: FactValue | undefined, spot: Spot, lengthMax = shortTextMax): string | null {
  if (typeof value === 'string' && value.length > 0 && value.length <= lengthMax) return value;
  tell(spot, 'document.not_a_text', `A text of 1 to ${lengthMax} characters is expected here.`);
  return null;
}

/** An id as a part of longer patterns: `metric.<id>`. */
export const idBody = '[a-z][a-z0-9_-]{0,19}';
export const idPattern = new RegExp(`^${idBody}$`, 'u');

export function readId(value: FactValue | undefined, spot: Spot): string | null {
  if (typeof value === 'string' && idPattern.test(value)) return value;
  tell(spot, 'document.not_an_id', 'An id of 1 to 20 lower-case letters, digits, "_" or "-" is expected here.');
  return null;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

export function readNumber(value: FactValue | undefined, spot: Spot, range: NumberRange): number | null {
  if (typeof value === 'number' && value >= range.min && value <= range.max) return value;
  tell(spot, 'document.not_in_range', `A number from ${range.min} to ${range.max} is expected here.`);
  return null;
}

export function readChoice<Choice extends string>(
  value: FactValue | undefined,
  spot: Spot,
  choices: readonly Choice[],
): Choice | null {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) tell(spot, 'document.not_a_choice', `One of ${choices.join(', ')} is expected here.`);
  return found ?? null;
}

export const localizedKeys = ['en', 'zh'] as const;

export function readLocalized(value: FactValue | undefined, spot: Spot): LocalizedText | null {
  const object = readObject(value, spot, localizedKeys);
  if (object === null) return null;
  const en = readText(object['en'], at(spot, 'en'));
  const zh = readText(object['zh'], at(spot, 'zh'));
  return en === null || zh === null ? null : { en, zh };
}
