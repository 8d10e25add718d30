import { ProblemError } from './problem-error.ts';

type CursorValue = string | number;

/** Which part of a list is asked for. */
export interface PageRequest {
  /** As the page before gave it; undefined for the first one. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** An opaque cursor over the sort key of the last row. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * Reads a cursor whose values have the types of `like`; `like` itself is the start. A cursor comes from outside, so its values are held to
 * what a statement takes: whole numbers from zero to a start other than zero, and text that a store can hold.
 * Throws `request.cursor_invalid`.
 */
export function decodeCursor<const Values extends readonly CursorValue[]>(
  cursor: string | undefined,
  like: Values,
): { readonly [K in keyof Values]: Values[K] extends number ? number : string } {
  const values = cursor === undefined ? like : readValues(cursor);
  const isLike = values.length === like.length && values.every((value, index) => isLikeStart(value, like[index] ?? 0));
  if (!isLike) throw new ProblemError('request.cursor_invalid');
  // Just checked, value by value.
  return values as { readonly [K in keyof Values]: Values[K] extends number ? number : string };
}

function isLikeStart(value: unknown, start: CursorValue): boolean {
  if (typeof value === 'string') return typeof start === 'string' && value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'number' || typeof start !== 'number') return false;
  return Number.isSafeInteger(value) && value >= 0 && value <= (start === 0 ? Number.MAX_SAFE_INTEGER : start);
}

function readValues(cursor: string): readonly unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values)) return values;
  } catch {
    // Not one of ours: said below.
  }
  throw new ProblemError('request.cursor_invalid');
}

/** Cuts a page out of one row more than it may hold; the cursor points behind its last row. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  map: { readonly item: (row: Row) => Item; readonly cursor: (row: Row) => readonly CursorValue[] },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(map.item), nextCursor: hasMore ? encodeCursor(map.cursor(last)) : null };
}

/** Greater than every UUID: where a list that runs downwards starts. */
export const lastUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const firstUuid = '00000000-0000-0000-0000-000000000000';

/** A cursor comes from outside; what is no UUID would be an error of the database. */
export function uuidOrLast(text: string): string {
  return isUuid(text) ? text : lastUuid;
}

/** The same where a list runs upwards. */
export function uuidOrFirst(text: string): string {
  return isUuid(text) ? text : firstUuid;
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}
