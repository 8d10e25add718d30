import type { Versioned } from '@perennial/postgres';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';

const versionMax = 2_147_483_647;

/** Versions are counted from 1 on, newest first; a cursor that is no version is none of ours. */
export function versionBefore(cursor: string | undefined): number {
  const [before] = decodeCursor(cursor, [versionMax]);
  if (!Number.isInteger(before) || before < 1 || before > versionMax) throw new ProblemError('request.cursor_invalid');
  return before;
}

/** A page of versions. Throws `reference.not_found` when there was never one. */
export function toVersions<Row extends Versioned, Item>(
  rows: readonly Row[],
  request: PageRequest,
  item: (row: Row) => Item,
): Page<Item> {
  if (rows.length === 0 && request.cursor === undefined) throw new ProblemError('reference.not_found');
  return toPage(rows, request.limit, { item, cursor: (row) => [row.version] });
}
