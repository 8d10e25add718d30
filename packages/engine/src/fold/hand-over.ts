import type { LoggedStep } from '@perennial/domain';
import type { LogRow } from '../log/log-rows.ts';
import { stepOfLogged } from '../log/logged-steps.ts';
import type { ShardCursor } from './fold-store.ts';

/** Positions kept at most: a few seconds of ingestion. What is beyond is read out of the log, which costs time and no memory. */
const positionsMax = 50_000;
/** Characters of payload kept at most: facts of the greatest size would otherwise take gigabytes. */
const textMax = 32 * 1024 * 1024;

/** Steps of one shard that go on from a cursor without a gap. */
export interface HandedOver {
  readonly steps: readonly LoggedStep[];
  /** The last position among them, facts of nobody included. */
  readonly upTo: number;
}

/**
 * What ingestion and commands of this process have committed and the fold has not passed, so that it need not be read again.
 *
 * Job: keeps the rows of the shards that the process folds, by position, and gives those that go on from a cursor. It does not know
 * what is missing between them: the log is the truth, and whatever is not here is read there.
 *
 * 1. Only what is committed is given; it may come in another order than that of the commits.
 * 2. Nothing is given over a gap: another process may have appended what lies in it.
 * 3. Looking takes nothing away: a batch that fails finds it again. What a committed cursor has passed is dropped.
 * 4. What is kept is bounded in positions and in characters; what does not fit is left to the log.
 */
export interface HandOver {
  /** Rows shard by shard, ascending by position. Those of shards that are not kept are left out. */
  give(rows: readonly LogRow[]): void;
  /** At most `limit` positions; null: the log has to be read. */
  following(cursor: ShardCursor, limit: number): HandedOver | null;
  pass(cursors: readonly ShardCursor[]): void;
  /** Which shards this process folds; what it has of others is dropped. */
  keepOnly(shards: readonly number[]): void;
}

/** Positions of one commit in one shard, without a gap. */
interface Stretch {
  readonly from: number;
  upTo: number;
  readonly steps: LoggedStep[];
  text: number;
}

export function createHandOver(limits = { positionsMax, textMax }): HandOver {
  /** Ascending by position. */
  let byShard = new Map<number, Stretch[]>();
  let [positions, text] = [0, 0];

  function count(stretch: Stretch, sign: 1 | -1): void {
    positions += sign * lengthOf(stretch);
    text += sign * stretch.text;
  }

  function keep(stretches: Stretch[], stretch: Stretch): void {
    if (positions + lengthOf(stretch) > limits.positionsMax || text + stretch.text > limits.textMax) return;
    const place = stretches.findLastIndex((known) => known.from < stretch.from) + 1;
    stretches.splice(place, 0, stretch);
    count(stretch, 1);
  }

  /** What begins the shard's stretches once those up to `position` are dropped. */
  function dropPassed(stretches: Stretch[], position: number): void {
    let passed = 0;
    for (const stretch of stretches) {
      if (stretch.upTo > position) break;
      count(stretch, -1);
      passed += 1;
    }
    if (passed > 0) stretches.splice(0, passed);
  }

  return {
    give(rows) {
      for (const { shard, stretch } of stretchesOf(rows, byShard)) {
        const stretches = byShard.get(shard);
        if (stretches !== undefined) keep(stretches, stretch);
      }
    },
    following({ shard, position }, limit) {
      const stretches = byShard.get(shard);
      if (stretches === undefined) return null;
      dropPassed(stretches, position);
      return follow(stretches, position, position + limit);
    },
    pass(cursors) {
      for (const { shard, position } of cursors) dropPassed(byShard.get(shard) ?? [], position);
    },
    keepOnly(shards) {
      const kept = new Map(shards.map((shard) => [shard, byShard.get(shard) ?? []]));
      for (const [shard, stretches] of byShard) if (!kept.has(shard)) for (const one of stretches) count(one, -1);
      byShard = kept;
    },
  };
}

function lengthOf({ from, upTo }: Stretch): number {
  return upTo - from + 1;
}

function follow(stretches: readonly Stretch[], after: number, end: number): HandedOver | null {
  const steps: LoggedStep[] = [];
  let upTo = after;
  for (const stretch of stretches) {
    if (stretch.from > upTo + 1 || upTo >= end) break;
    for (const step of stretch.steps) if (step.position > upTo && step.position <= end) steps.push(step);
    upTo = Math.max(upTo, Math.min(stretch.upTo, end));
  }
  return upTo === after ? null : { steps, upTo };
}

interface ShardStretch {
  readonly shard: number;
  readonly stretch: Stretch;
}

function stretchesOf(rows: readonly LogRow[], kept: ReadonlyMap<number, unknown>): readonly ShardStretch[] {
  const found: ShardStretch[] = [];
  let last: ShardStretch | undefined;
  for (const row of rows) {
    if (!kept.has(row.shard)) continue;
    if (last?.shard !== row.shard || last.stretch.upTo + 1 !== row.position) {
      last = { shard: row.shard, stretch: { from: row.position, upTo: row.position - 1, steps: [], text: 0 } };
      found.push(last);
    }
    addRow(last.stretch, row);
  }
  return found;
}

function addRow(stretch: Stretch, row: LogRow): void {
  const step = stepOfLogged(row);
  if (step !== null) stretch.steps.push(step);
  stretch.upTo = row.position;
  stretch.text += row.payload.length;
}
