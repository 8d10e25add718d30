import type { BlockRange } from '@perennial/engine';
import type { PendingRow } from '../sql/lens/blocks.ts';

/**
 * Shares a block's rows among the shards that have something to send: all of them when they fit, else an equal part each, and what
 * short ones leave goes to the long ones.
 */
export function shareBlock(pending: readonly PendingRow[], rowsMax: number): readonly BlockRange[] {
  const shortestFirst = [...pending].sort((a, b) => lengthOf(a) - lengthOf(b) || a.shard - b.shard);
  let rowsLeft = rowsMax;
  return shortestFirst
    .map((row, index) => {
      const share = Math.max(1, Math.floor(rowsLeft / (shortestFirst.length - index)));
      const range = cut(row, Math.min(share, lengthOf(row)));
      rowsLeft = Math.max(0, rowsLeft - (range.factTo - range.factFrom) - (range.derivedTo - range.derivedFrom));
      return range;
    })
    .sort((a, b) => a.shard - b.shard);
}

function lengthOf(row: PendingRow): number {
  return row.fact_end - row.fact_from + row.derived_end - row.derived_from;
}

/** Facts first; derived facts take what is left of the share, so both logs advance. */
function cut(row: PendingRow, rows: number): BlockRange {
  const facts = Math.min(rows, row.fact_end - row.fact_from);
  const derived = Math.min(rows - facts, row.derived_end - row.derived_from);
  return {
    shard: row.shard,
    factFrom: row.fact_from,
    factTo: row.fact_from + facts,
    derivedFrom: row.derived_from,
    derivedTo: row.derived_from + derived,
  };
}
