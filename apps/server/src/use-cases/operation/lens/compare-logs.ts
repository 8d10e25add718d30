import type { LensLog, LogRange } from '@perennial/engine';

/** Positions of a shard that are counted together, and shipped again together where rows are missing. */
export const positionsPerRange = 10_000;

export interface Counted {
  readonly shard: number;
  readonly bucket: number;
  readonly rows: number;
}

export interface HeldCounted extends Counted {
  /** Each position counted once. */
  readonly positions: number;
}

/** A range of a log of which the lens does not hold what it was sent. */
export interface RangeDifference extends LogRange {
  readonly log: LensLog;
  readonly expected: number;
  readonly missing: number;
  /** Rows that are there a second time. */
  readonly doubled: number;
  /** Rows that PostgreSQL does not have. */
  readonly surplus: number;
}

export interface LogCounts {
  readonly log: LensLog;
  readonly expected: readonly Counted[];
  readonly held: readonly HeldCounted[];
  /** Up to which position the lens has said that it holds a shard. */
  readonly upTo: ReadonlyMap<number, number>;
}

/** The ranges in which the counts of both stores differ, in order. */
export function differencesOf({ log, expected, held, upTo }: LogCounts): readonly RangeDifference[] {
  const keyOf = ({ shard, bucket }: Counted) => `${shard}/${bucket}`;
  const ranges = new Map<string, { expected: number; rows: number; positions: number; at: Counted }>();
  for (const one of expected) ranges.set(keyOf(one), { expected: one.rows, rows: 0, positions: 0, at: one });
  for (const one of held) {
    const { rows, positions } = one;
    ranges.set(keyOf(one), { expected: ranges.get(keyOf(one))?.expected ?? 0, rows, positions, at: one });
  }
  return [...ranges.values()]
    .filter((range) => range.rows !== range.expected || range.positions !== range.expected)
    .map((range) => ({
      log,
      shard: range.at.shard,
      after: range.at.bucket * positionsPerRange,
      upto: Math.min((range.at.bucket + 1) * positionsPerRange, upTo.get(range.at.shard) ?? 0),
      expected: range.expected,
      missing: Math.max(0, range.expected - range.positions),
      doubled: range.rows - range.positions,
      surplus: Math.max(0, range.positions - range.expected),
    }))
    .toSorted((a, b) => a.shard - b.shard || a.after - b.after);
}
