import { setTimeout as delay } from 'node:timers/promises';
import type { MemberId } from '@perennial/domain';
import { retryParked } from '@perennial/engine';
import type { FoldStore, Programs, RetryOutcome } from '@perennial/engine';
import { listParked } from '@perennial/postgres/reading';
import type { ParkedRow } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';

export interface RetryParkedPorts {
  readonly database: Sql;
  readonly foldStore: FoldStore;
  readonly programs: Programs;
}

export type Retried =
  | { readonly kind: 'retried'; readonly folded: number; readonly parked: number }
  /** The one member that was asked for is not parked. */
  | { readonly kind: 'not_parked' };

/** The fold leaves no pause on a shard for so long that it is better said than waited for. */
export class ShardBusyError extends Error {
  override readonly name = 'ShardBusyError';
  readonly shard: number;

  constructor(shard: number) {
    super(`Shard ${shard} is being folded without a pause. Try again later.`);
    this.shard = shard;
  }
}

/** A shard that is being folded is free again within a batch. */
const busyAttemptsMax = 200;
const busyPauseMs = 50;
const parkedMax = 10_000;

/** Folds parked members again, after what they failed at was mended: one, or all. Throws ShardBusyError. */
export async function retryParkedMembers(ports: RetryParkedPorts, wanted: string | undefined): Promise<Retried> {
  const id = wanted?.toLowerCase();
  let total = 0;
  for (;;) {
    const parked = (await listParked(ports.database, parkedMax)).filter(
      (row) => (id ?? row.member_id) === row.member_id,
    );
    if (id !== undefined && parked.length + total === 0) return { kind: 'not_parked' };
    const folded = await retryAll(ports, parked);
    total += folded;
    // A full list may have left others out.
    if (folded === 0 || parked.length < parkedMax)
      return { kind: 'retried', folded: total, parked: parked.length - folded };
  }
}

/** Who waits for somebody else to be merged into her is folded in a later round; it ends when a round helps nobody. */
async function retryAll(ports: RetryParkedPorts, parked: readonly ParkedRow[]): Promise<number> {
  let waiting = parked.toReversed();
  for (;;) {
    const left: ParkedRow[] = [];
    for (const row of waiting) if ((await retryOne(ports, row)) === 'parked') left.push(row);
    if (left.length === 0 || left.length === waiting.length) return parked.length - left.length;
    waiting = left;
  }
}

async function retryOne({ foldStore, programs }: RetryParkedPorts, row: ParkedRow): Promise<RetryOutcome> {
  // Rows of our own table hold ids that we made.
  const key = { shard: row.shard, id: row.member_id as MemberId };
  for (let attempt = 0; attempt < busyAttemptsMax; attempt += 1) {
    const outcome = await retryParked(foldStore, programs, key);
    if (outcome !== 'busy') return outcome;
    await delay(busyPauseMs);
  }
  throw new ShardBusyError(row.shard);
}
