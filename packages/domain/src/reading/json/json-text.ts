import type { FactValue } from '../../kernel/base/payload.ts';
import { isExactNumber } from './exact-number.ts';

/** Where something stands in a text, as editors count: both from 1, columns in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export interface JsonProblem extends TextPlace {
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

/** Deeper texts would exhaust the stack of whoever walks through their values. */
const depthMax = 64;
/** More would not be read. */
const problemsMax = 20;

/**
 * Reads JSON that people write. What `JSON.parse` takes and changes is refused here: a key that stands twice, of which it keeps the last; a
 * number of more digits than a double has, which it rounds; half of a surrogate pair, which is no character. A byte order mark may stand before.
 */
export function readJsonText(text: string): JsonText {
  const reading: Reading = { text, at: text.startsWith('\uFEFF') ? 1 : 0, starts: new Map(), problems: [] };
  try {
    skipSpace(reading);
    if (reading.at === text.length) throw new Halt(reading.at, 'There is nothing here');
    reading.starts.set('', reading.at);
    const value = readValue(reading, '', 0);
    skipSpace(reading);
    if (reading.at < text.length) throw new Halt(reading.at, `${nextSign(reading)} stands after the end`);
    if (reading.problems.length === 0)
      return { isSound: true, value, placeOf: (path) => placeAt(text, nearestStart(reading.starts, path)) };
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    reading.problems.push(error);
  }
  return { isSound: false, problems: reading.problems.map(({ at, message }) => ({ ...placeAt(text, at), message })) };
}

interface Found {
  readonly at: number;
  readonly message: string;
}

interface Reading {
  readonly text: string;
  at: number;
  /** Where a key, or an item of a list, begins, by its path. */
  readonly starts: Map<string, number>;
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

function readValue(reading: Reading, path: string, depth: number): FactValue {
  if (depth > depthMax) throw new Halt(reading.at, `Values stand in one another more than ${depthMax} deep`);
  const sign = reading.text[reading.at];
  if (sign === '{') return readMembers(reading, path, depth);
  if (sign === '[') return readItems(reading, path, depth);
  if (sign === '"') return readString(reading);
  if (sign !== undefined && /[-\d]/.test(sign)) return readNumber(reading);
  return readWord(reading);
}

function readMembers(reading: Reading, path: string, depth: number): FactValue {
  const entries = new Map<string, FactValue>();
  readList(reading, '}', () => {
    const at = reading.at;
    if (reading.text[at] !== '"') throw new Halt(at, `A key in double quotes is expected, not ${nextSign(reading)}`);
    const key = readString(reading);
    if (entries.has(key)) note(reading, at, `The key ${JSON.stringify(key)} stands twice in this object`);
    const place = path === '' ? key : `${path}.${key}`;
    if (!reading.starts.has(place)) reading.starts.set(place, at);
    skipSpace(reading);
    if (reading.text[reading.at] !== ':')
      throw new Halt(reading.at, `":" is expected after the key, not ${nextSign(reading)}`);
    reading.at += 1;
    skipSpace(reading);
    entries.set(key, readValue(reading, place, depth + 1));
  });
  // Also of a key such as "__proto__", which an assignment would not keep.
  return Object.fromEntries(entries);
}

function readItems(reading: Reading, path: string, depth: number): FactValue {
  const items: FactValue[] = [];
  readList(reading, ']', () => {
    const place = `${path}[${items.length}]`;
    reading.starts.set(place, reading.at);
    items.push(readValue(reading, place, depth + 1));
  });
  return items;
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

function readNumber(reading: Reading): number {
  const { at } = reading;
  number.lastIndex = at;
  const [written] = number.exec(reading.text) ?? [];
  const after = reading.text[at + (written?.length ?? 0)] ?? '';
  if (written === undefined || /[\w.+-]/.test(after)) throw new Halt(at, 'This is no number as JSON writes it');
  reading.at += written.length;
  const value = Number(written);
  if (!isExactNumber(written))
    note(reading, at, `${written} has more digits than numbers have here: it would become ${value}`);
  return value === 0 ? 0 : value;
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

function note({ problems }: Reading, at: number, message: string): void {
  if (problems.length < problemsMax) problems.push({ at, message });
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
