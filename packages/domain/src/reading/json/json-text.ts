import type { FactValue } from '../../kernel/base/payload.ts';
import { isExactNumber } from './exact-number.ts';

/** Where something stands in a text, as editors count: both from 1, columns in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Keys and indexes that lead to a value. */
export type JsonPath = readonly (string | number)[];

export interface JsonProblem extends TextPlace {
  /** Of the value, or the object or list, in which it was found. */
  readonly path: JsonPath;
  readonly message: string;
}

/** A JSON text that was read whole, with the places of its values; or every problem that was found up to the first that stops the reading. */
export type JsonText =
  | {
      readonly isSound: true;
      readonly value: FactValue;
      /** Of `stages[1].condition.rules[0].value`, or of the nearest value around it that there is; '' is the whole. */
      readonly placeOf: (path: string) => TextPlace;
    }
  | { readonly isSound: false; readonly problems: readonly JsonProblem[] };

export interface JsonTextOptions {
  /** Deeper texts would exhaust the stack of whoever walks through their values; 64 unless given. */
  readonly depthMax?: number;
  /** Where whole numbers that would lose digits are given as texts with all of them, as everywhere facts come in; nowhere unless given. */
  readonly keepsDigits?: (path: JsonPath) => boolean;
}

const depthUsual = 64;
/** More would not be read. */
const problemsMax = 20;

/**
 * Reads JSON that people write. What `JSON.parse` takes and changes is refused here: a key that stands twice, of which it keeps the last; a
 * number of more digits than a double has, which it rounds; half of a surrogate pair, which is no character. A byte order mark may stand before.
 */
export function readJsonText(text: string, options: JsonTextOptions = {}): JsonText {
  const reading = openReading(text, options);
  try {
    const value = readWhole(reading);
    if (reading.problems.length === 0) return { isSound: true, value, placeOf: createPlaceOf(text, options) };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    reading.problems.push({ at: error.at, path: [...reading.path], message: error.message });
  }
  const problems = reading.problems.map(({ at, ...problem }) => ({ ...placeAt(text, at), ...problem }));
  return { isSound: false, problems };
}

/** The text is read once more where somebody asks, because most texts are sound and their places are many. */
function createPlaceOf(text: string, options: JsonTextOptions): (path: string) => TextPlace {
  let starts: Map<string, number> | undefined;
  return (path) => {
    if (starts === undefined) {
      starts = new Map();
      readWhole({ ...openReading(text, options), starts });
    }
    return placeAt(text, nearestStart(starts, path));
  };
}

function openReading(text: string, { depthMax = depthUsual, keepsDigits = () => false }: JsonTextOptions): Reading {
  const at = text.startsWith('\uFEFF') ? 1 : 0;
  return { text, at, depthMax, keepsDigits, path: [], starts: undefined, problems: [] };
}

function readWhole(reading: Reading): FactValue {
  skipSpace(reading);
  if (reading.at === reading.text.length) throw new Halt(reading.at, 'There is nothing here');
  start(reading, reading.at);
  const value = readValue(reading);
  skipSpace(reading);
  if (reading.at < reading.text.length) throw new Halt(reading.at, `${nextSign(reading)} stands after the end`);
  return value;
}

interface Found {
  readonly at: number;
  readonly path: JsonPath;
  readonly message: string;
}

interface Reading extends Required<JsonTextOptions> {
  readonly text: string;
  at: number;
  readonly path: (string | number)[];
  /** Where a key, or an item of a list, begins, by its path. */
  readonly starts: Map<string, number> | undefined;
  readonly problems: Found[];
}

/** The text cannot be read on from here. */
class Halt extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

function readValue(reading: Reading): FactValue {
  if (reading.path.length > reading.depthMax) {
    // The way to such a value is longer than anybody reads.
    reading.path.splice(0);
    throw new Halt(reading.at, `Values stand in one another more than ${reading.depthMax} deep`);
  }
  const sign = reading.text[reading.at];
  if (sign === '{') return readMembers(reading);
  if (sign === '[') return readItems(reading);
  if (sign === '"') return readString(reading);
  if (sign !== undefined && /[-\d]/.test(sign)) return readNumber(reading);
  return readWord(reading);
}

function readMembers(reading: Reading): FactValue {
  const entries: [string, FactValue][] = [];
  const places = new Map<string, number>();
  readList(reading, '}', () => {
    const at = reading.at;
    if (reading.text[at] !== '"') throw new Halt(at, `A key in double quotes is expected, not ${nextSign(reading)}`);
    const key = readString(reading);
    const first = places.get(key);
    if (first === undefined) places.set(key, at);
    else
      note(
        reading,
        at,
        `The key ${JSON.stringify(key)} stands twice, first in line ${placeAt(reading.text, first).line}`,
      );
    // Whoever builds an object key by key would lose it.
    if (key === '__proto__') note(reading, at, 'The key "__proto__" is not taken');
    skipSpace(reading);
    if (reading.text[reading.at] !== ':')
      throw new Halt(reading.at, `":" is expected after the key, not ${nextSign(reading)}`);
    reading.at += 1;
    skipSpace(reading);
    entries.push([key, within(reading, key, at)]);
  });
  return Object.fromEntries(entries);
}

function readItems(reading: Reading): FactValue {
  const items: FactValue[] = [];
  readList(reading, ']', () => void items.push(within(reading, items.length, reading.at)));
  return items;
}

/** The value of a key or an index, which begins at `at`. */
function within(reading: Reading, step: string | number, at: number): FactValue {
  reading.path.push(step);
  start(reading, at);
  const value = readValue(reading);
  reading.path.pop();
  return value;
}

function start({ starts, path }: Reading, at: number): void {
  if (starts === undefined) return;
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  starts.set(steps.join('').replace(/^\./, ''), at);
}

/** What stands between brackets, with commas between. */
function readList(reading: Reading, end: '}' | ']', readOne: () => void): void {
  const begun = reading.at;
  reading.at += 1;
  skipSpace(reading);
  if (reading.text[reading.at] === end) {
    reading.at += 1;
    return;
  }
  for (;;) {
    readOne();
    skipSpace(reading);
    const at = reading.at;
    const sign = reading.text[at];
    if (sign === undefined) throw new Halt(begun, `This is not ended: "${end}" is missing`);
    if (sign !== ',' && sign !== end) throw new Halt(at, `"," or "${end}" is expected, not ${nextSign(reading)}`);
    reading.at += 1;
    if (sign === end) return;
    skipSpace(reading);
    if (reading.text[reading.at] === end) throw new Halt(at, `Nothing follows this comma: take it away`);
  }
}

function readString(reading: Reading): string {
  const { text, at } = reading;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') {
    if (text.charCodeAt(end) < space)
      throw new Halt(end, 'A text may not hold a line break, a tab or the like as it is');
    end += text[end] === '\\' ? 2 : 1;
  }
  if (end >= text.length) throw new Halt(at, 'This text is not ended: its closing quote is missing');
  reading.at = end + 1;
  const value = decode(text.slice(at, end + 1));
  if (value === undefined) throw new Halt(at, 'This text has a "\\" before what JSON does not know');
  if (!value.isWellFormed()) note(reading, at, 'This text holds half of a character');
  return value;
}

function decode(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

function readNumber(reading: Reading): FactValue {
  const { at } = reading;
  number.lastIndex = at;
  const [written] = number.exec(reading.text) ?? [];
  const after = reading.text[at + (written?.length ?? 0)] ?? '';
  if (written === undefined || /[\w.+-]/.test(after)) throw new Halt(at, 'This is no number as JSON writes it');
  reading.at += written.length;
  const value = Number(written);
  if (isExactNumber(written)) return value === 0 ? 0 : value;
  if (/^-?\d+$/.test(written) && reading.keepsDigits(reading.path)) return written;
  note(reading, at, `The number ${written} would lose digits: it would become ${value}`);
  return value;
}

const words: readonly (readonly [string, FactValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readWord(reading: Reading): FactValue {
  const { text, at } = reading;
  const found = words.find(([word]) => text.startsWith(word, at) && !/\w/.test(text[at + word.length] ?? ''));
  if (found === undefined) throw new Halt(at, `A value is expected, not ${nextSign(reading)}`);
  reading.at += found[0].length;
  return found[1];
}

const space = 32;
const spaces = /[ \t\r\n]*/y;

function skipSpace(reading: Reading): void {
  spaces.lastIndex = reading.at;
  spaces.exec(reading.text);
  reading.at = spaces.lastIndex;
  const { text, at } = reading;
  if (text.startsWith('//', at) || text.startsWith('/*', at)) throw new Halt(at, 'JSON has no comments');
  if (/^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/.test(text.slice(at, at + 8)))
    throw new Halt(at, 'A merge of two versions of this file has left its marks here');
}

function nextSign({ text, at }: Reading): string {
  const code = text.codePointAt(at);
  return code === undefined ? 'the end of the text' : JSON.stringify(String.fromCodePoint(code));
}

function note({ problems, path }: Reading, at: number, message: string): void {
  if (problems.length < problemsMax) problems.push({ at, path: [...path], message });
}

/** What is said of a value that is missing is shown at the one that it is missing in. */
function nearestStart(starts: ReadonlyMap<string, number>, path: string): number {
  for (
    let known = path;
    known !== '';
    known = known.slice(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['), 0))
  ) {
    const start = starts.get(known);
    if (start !== undefined) return start;
  }
  return starts.get('') ?? 0;
}

const lineEnd = /\r\n|\r|\n/g;

function placeAt(text: string, at: number): TextPlace {
  let line = 1;
  let begun = text.startsWith('\uFEFF') ? 1 : 0;
  for (const end of text.slice(0, at).matchAll(lineEnd)) {
    line += 1;
    begun = end.index + end[0].length;
  }
  return { line, column: at - begun + 1 };
}
