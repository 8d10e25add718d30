/** What `JSON.parse` takes without a word and does not keep as it is written. */
export interface JsonFault {
  /** Counted from 1. */
  readonly line: number;
  /** Keys and indexes that lead to it. */
  readonly path: JsonPath;
  readonly message: string;
}

export type JsonPath = readonly (string | number)[];

export interface JsonFaultOptions {
  /** Where whole numbers beyond 2^53 may stand, because whoever reads on takes them as texts with all their digits; nowhere unless given. */
  readonly keepsDigits?: (path: JsonPath) => boolean;
}

/** The first few are enough to correct a file. */
const faultsMax = 20;

/**
 * Finds keys that stand twice in one object, of which the last would win, and numbers that would lose digits. `text` was parsed before: what
 * is no JSON is not noticed here, and its depth is bounded, because this walks it by recursion.
 */
export function findJsonFaults(text: string, options: JsonFaultOptions = {}): readonly JsonFault[] {
  const walk: Walk = { text, at: 0, path: [], faults: [], keepsDigits: options.keepsDigits ?? (() => false) };
  walkValue(walk);
  return walk.faults;
}

interface Walk {
  readonly text: string;
  at: number;
  readonly path: (string | number)[];
  readonly faults: JsonFault[];
  readonly keepsDigits: (path: JsonPath) => boolean;
}

const blanks = /[ \t\r\n]*/y;
const scalar = /[^\s,\]}]+/y;

function walkValue(walk: Walk): void {
  take(walk, blanks);
  const sign = walk.text[walk.at];
  if (sign === '{') walkObject(walk);
  else if (sign === '[') walkList(walk);
  else if (sign === '"') takeText(walk);
  else walkScalar(walk);
}

function walkObject(walk: Walk): void {
  const places = new Map<string, number>();
  walk.at += 1;
  while (findsItem(walk, '}')) {
    const at = walk.at;
    // A text of JSON is what it is written as until it is read.
    const key = String(JSON.parse(takeText(walk)));
    const first = places.get(key);
    if (key === '__proto__') tell(walk, at, 'the key "__proto__" is not taken');
    else if (first === undefined) places.set(key, at);
    else tell(walk, at, `the key ${JSON.stringify(key)} stands twice, first in line ${lineOf(walk.text, first)}`);
    take(walk, blanks);
    walk.at += 1;
    walk.path.push(key);
    walkValue(walk);
    walk.path.pop();
  }
}

function walkList(walk: Walk): void {
  walk.at += 1;
  for (let index = 0; findsItem(walk, ']'); index += 1) {
    walk.path.push(index);
    walkValue(walk);
    walk.path.pop();
  }
}

/** Goes to the next item; past the end where there is none. */
function findsItem(walk: Walk, end: string): boolean {
  take(walk, blanks);
  if (walk.text[walk.at] === ',') {
    walk.at += 1;
    take(walk, blanks);
  }
  if (walk.at < walk.text.length && walk.text[walk.at] !== end) return true;
  walk.at += 1;
  return false;
}

function walkScalar(walk: Walk): void {
  const at = walk.at;
  const written = take(walk, scalar);
  if (!/^[-\d]/.test(written) || isHeldExactly(written)) return;
  if (isWhole(written) && walk.keepsDigits(walk.path)) return;
  tell(walk, at, `the number ${written} would lose digits: write it as text, "${written}"`);
}

/** With its quotation marks. By hand, because an expression that repeats over a text of megabytes exhausts the stack. */
function takeText(walk: Walk): string {
  const { text, at: start } = walk;
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  walk.at = at + 1;
  return text.slice(start, walk.at);
}

function take(walk: Walk, pattern: RegExp): string {
  pattern.lastIndex = walk.at;
  const [found = ''] = pattern.exec(walk.text) ?? [];
  walk.at += found.length;
  return found;
}

function tell({ text, path, faults }: Walk, at: number, message: string): void {
  if (faults.length < faultsMax) faults.push({ line: lineOf(text, at), path: [...path], message });
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function isWhole(written: string): boolean {
  return /^-?\d+$/.test(written);
}

/** Whether a double is the number that is written, digit for digit: 10.50 and 1e3 are, 2^53 is not told from its neighbour. */
function isHeldExactly(written: string): boolean {
  const value = Number(written);
  if (isWhole(written)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && digitsOf(written) === digitsOf(String(value));
}

/** The digits that say something, and where the point stands before them: `125e-1` for 12.50. */
function digitsOf(written: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const shown = digits.replace(/0+$/, '');
  return shown === '' ? '0' : `${shown}e${Number(exponent) - fraction.length + digits.length - shown.length}`;
}
