import type { FoldTransaction, PendingSteps, ShardCursor } from './fold-store.ts';
import type { HandOver } from './hand-over.ts';

export interface PendingOptions {
  readonly stepsMax: number;
  readonly handOver: HandOver | null;
}

export interface FoundSteps extends PendingSteps {
  /** Positions of the steps that were not read. */
  readonly handedOver: number;
}

/** A batch over many shards still takes a few steps of each, so that none waits for another. */
const stepsPerShardMin = 32;

/** How many steps of each of `shards` shards a batch takes that may hold `limit` of them in all. */
export function stepsPerShard(limit: number, shards: number): number {
  return Math.max(stepsPerShardMin, Math.ceil(limit / Math.max(1, shards)));
}

/** The steps after each cursor: those handed over where they go on from it without a gap, of the other shards those in the log. */
export async function findPending(
  transaction: Pick<FoldTransaction, 'readPending'>,
  cursors: readonly ShardCursor[],
  { handOver, stepsMax }: PendingOptions,
): Promise<FoundSteps> {
  if (handOver === null) return { ...(await transaction.readPending(cursors, stepsMax)), handedOver: 0 };
  const limit = stepsPerShard(stepsMax, cursors.length);
  const found = { steps: [] as PendingSteps['steps'][number][], upTo: [] as ShardCursor[] };
  const toRead: ShardCursor[] = [];
  let handedOver = 0;
  for (const cursor of cursors) {
    const following = handOver.following(cursor, limit);
    if (following === null) {
      toRead.push(cursor);
      continue;
    }
    found.steps.push(...following.steps);
    found.upTo.push({ shard: cursor.shard, position: following.upTo });
    handedOver += following.upTo - cursor.position;
  }
  if (toRead.length === 0) return { ...found, handedOver };
  const read = await transaction.readPending(toRead, limit * toRead.length);
  return { steps: [...found.steps, ...read.steps], upTo: [...found.upTo, ...read.upTo], handedOver };
}
