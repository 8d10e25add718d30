import type { LensTablePart } from '@perennial/domain';
import type { LensReader } from '../client/lens-query.ts';
import { numberOf } from '../client/lens-query.ts';
import { tableChecks } from '../facets/index.ts';
import type { UpToOfShards } from './held-logs.ts';

export interface HeldOfShard {
  readonly shard: number;
  /** Rows that the lens is to hold by what else it holds. */
  readonly expected: number;
  /** Of these, those that it holds. */
  readonly held: number;
}

/** Whether a table can be held against what else the lens holds; others are counted apart. */
export function isHeldAgainstLens(table: string): boolean {
  return tableChecks.has(table);
}

/** Holds a table of a facet against the facts and members of the lens, which are held against PostgreSQL themselves. */
export async function heldAgainstLens(
  lens: LensReader,
  table: string,
  upTo: UpToOfShards,
): Promise<readonly HeldOfShard[]> {
  const sql = tableChecks.get(table);
  if (sql === undefined) throw new TypeError(`No check of the table ${table} is known`);
  const rows = await lens.read({ sql, params: { upTo }, role: 'long' });
  return rows.map((row) => ({
    shard: numberOf(row, 'shard'),
    expected: numberOf(row, 'expected'),
    held: numberOf(row, 'held'),
  }));
}

/** Rows of a table by shard, those that are known by the same counted once. */
export async function rowsOfTable(
  lens: LensReader,
  { name, sortBy }: Pick<LensTablePart<never>, 'name' | 'sortBy'>,
): Promise<ReadonlyMap<number, number>> {
  const rows = await lens.read({
    sql: `select shard, uniqExact(${[...sortBy, 'member_id'].join(', ')}) as rows from ${name} group by shard`,
    role: 'long',
  });
  return new Map(rows.map((row) => [numberOf(row, 'shard'), numberOf(row, 'rows')]));
}
