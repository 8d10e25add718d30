/** Where an item stands in the bytes, and how many levels of objects and lists it has. */
export interface ScannedItem {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

export interface ScannedDocument {
  readonly isList: boolean;
  /** Of the list; of anything else the whole of it. */
  readonly items: readonly ScannedItem[];
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Finds the items of a JSON document without parsing it, so that each can be parsed by itself and what is too large or too deep is not
 * parsed at all: eight million brackets fit into fifteen kilobytes of gzip. Looks at each byte once and holds one number for the depth.
 * What it lets pass may be no JSON: whoever parses the items finds that. `malformed` when the document does not end where it should,
 * `too_many` as soon as there is one item more than `itemsMax`.
 */
export function scanJson(bytes: Uint8Array, itemsMax: number): ScannedDocument | 'malformed' | 'too_many' {
  const start = skipSpace(bytes, 0);
  const end = skipSpaceBack(bytes);
  if (start >= end) return 'malformed';
  if (bytes[start] !== openList) return { isList: false, items: [{ start, end, depth: depthOf(bytes, start, end) }] };
  if (bytes[end - 1] !== closeList || end - 1 === start) return 'malformed';
  return scanList(bytes, { start: start + 1, end: end - 1 }, itemsMax);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The items between the brackets of a list. Commas within texts, objects and inner lists separate none. */
function scanList(
  bytes: Uint8Array,
  { start, end }: Range,
  itemsMax: number,
): ScannedDocument | 'malformed' | 'too_many' {
  const items: ScannedItem[] = [];
  if (skipSpace(bytes, start) >= end) return { isList: true, items };
  let itemStart = start;
  let depth = 0;
  let deepest = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfText(bytes, at, end);
      if (at >= end) return 'malformed';
    } else if (byte === openList || byte === openObject) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === closeList || byte === closeObject) {
      depth -= 1;
      if (depth < 0) return 'malformed';
    } else if (byte === comma && depth === 0) {
      if (items.length + 1 >= itemsMax) return 'too_many';
      items.push({ start: itemStart, end: at, depth: deepest });
      itemStart = at + 1;
      deepest = 0;
    }
  }
  if (depth !== 0) return 'malformed';
  items.push({ start: itemStart, end, depth: deepest });
  return { isList: true, items };
}

/** Levels of objects and lists between two places, by their brackets. */
export function depthOf(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let deepest = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === quote) at = endOfText(bytes, at, end);
    else if (byte === openList || byte === openObject) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === closeList || byte === closeObject) depth -= 1;
  }
  return deepest;
}

/** Where a text that begins at `start` ends: at its closing quotation mark, or at `end` when it has none. */
function endOfText(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at;
  }
  return end;
}

/** Lines that hold more than blanks, without their line breaks; `too_many` as soon as there is one more than `linesMax`. */
export function scanLines(bytes: Uint8Array, linesMax: number): readonly Range[] | 'too_many' {
  const lines: Range[] = [];
  let start = -1;
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = at === bytes.length ? 0x0a : bytes[at];
    if (byte === 0x0a) {
      if (start >= 0 && lines.length >= linesMax) return 'too_many';
      if (start >= 0) lines.push({ start, end: at });
      start = -1;
    } else if (start < 0 && !isSpace(byte)) start = at;
  }
  return lines;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** A byte order mark is no part of the document. */
function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : from;
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  return at;
}

function skipSpaceBack(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && isSpace(bytes[end - 1])) end -= 1;
  return end;
}
