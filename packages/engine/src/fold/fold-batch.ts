import type { FoldContext, LoggedStep, Member } from '@perennial/domain';
import { foldLists } from './fold-lists.ts';
import type { FoldStore, FoldTransaction } from './fold-store.ts';
import { gather } from './gather.ts';
import type { MemberList } from './member-list.ts';
import type { Programs } from './programs.ts';

/** What a batch did; `steps` counts every position passed, facts of nobody included. */
export interface BatchResult {
  readonly steps: number;
  readonly members: number;
  readonly parked: number;
  /** Earliest wake among the members folded, or null. */
  readonly nextWakeAt: number | null;
  readonly isFull: boolean;
}

export const emptyBatch: BatchResult = { steps: 0, members: 0, parked: 0, nextWakeAt: null, isFull: false };

function isParked(list: MemberList): boolean {
  return typeof list.stop === 'object' && 'error' in list.stop;
}

/** A parked member stays where her last committed step left her; what was taken for her is given back. */
async function parkStopped(transaction: FoldTransaction, lists: ReadonlyMap<string, MemberList>): Promise<number> {
  let parked = 0;
  for (const list of lists.values()) {
    if (typeof list.stop !== 'object' || !('error' in list.stop)) continue;
    const { member } = list;
    const position = list.steps[list.next]?.position ?? member.position;
    if (list.taken.length > 0) await transaction.giveBack(list.taken);
    const key = { shard: member.shard, id: member.id };
    await transaction.park({ key, position, error: textOfError(list.stop.error) });
    parked += 1;
  }
  return parked;
}

/** Folds steps that the caller has read and whose cursors it holds. */
export async function foldSteps(
  transaction: FoldTransaction,
  steps: readonly LoggedStep[],
  context: FoldContext,
): Promise<BatchResult> {
  const lists = await gather(transaction, steps);
  await foldLists(lists, { reads: transaction, context, take: (asks) => transaction.take(asks) });
  // A parked member is not written: she stays where her last committed step left her.
  const members = [...lists.values()].filter((list) => !isParked(list)).map((list) => list.member);
  await transaction.write(members);
  await transaction.noteAbsorbed(steps.filter((step) => step.kind === 'absorb'));
  const parked = await parkStopped(transaction, lists);
  return { steps: steps.length, members: members.length, parked, nextWakeAt: earliestWake(members), isFull: false };
}

/**
 * The same, each member by herself, so that one whose rows cannot be read or written is parked and the others are kept. Slow,
 * a dozen statements a member, and only done when folding all of them together failed.
 */
export async function foldApart(
  transaction: FoldTransaction,
  steps: readonly LoggedStep[],
  context: FoldContext,
): Promise<BatchResult> {
  const total = { steps: steps.length, members: 0, parked: 0, nextWakeAt: Infinity };
  for (const own of Map.groupBy(steps, (step) => step.memberId).values()) {
    let result = emptyBatch;
    const failure = await transaction.attempt(async () => {
      result = await foldSteps(transaction, own, context);
    });
    const [first] = own;
    if (failure !== undefined && first !== undefined) {
      const key = { shard: first.shard, id: first.memberId };
      await transaction.park({ key, position: first.position, error: textOfError(failure.error) });
      total.parked += 1;
    }
    total.members += result.members;
    total.parked += result.parked;
    total.nextWakeAt = Math.min(total.nextWakeAt, result.nextWakeAt ?? Infinity);
  }
  return { ...total, nextWakeAt: total.nextWakeAt === Infinity ? null : total.nextWakeAt, isFull: false };
}

/** What is kept of why a member was parked. */
export function textOfError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function earliestWake(members: readonly Member[]): number | null {
  let earliest: number | null = null;
  for (const { status, wakeAt } of members) {
    if (status === 'live' && wakeAt !== null && (earliest === null || wakeAt < earliest)) earliest = wakeAt;
  }
  return earliest;
}

/**
 * Folds what waits in the logs of `shards`, at most about `stepsMax` steps, in one transaction. Shards that another worker
 * is folding are left to it. The program is asked for after the steps were read: a version that they fall under was
 * published before they were logged.
 */
export async function foldBatch(store: FoldStore, programs: Programs, options: BatchOptions): Promise<BatchResult> {
  try {
    return await foldOnce({ store, programs, options }, foldSteps);
  } catch (error) {
    // What one member has that no row can hold fails the statement for all.
    if (!store.isOfData(error)) throw error;
    return foldOnce({ store, programs, options }, foldApart);
  }
}

interface BatchOptions {
  readonly shards: readonly number[];
  readonly stepsMax: number;
}

async function foldOnce(
  { store, programs, options }: { store: FoldStore; programs: Programs; options: BatchOptions },
  fold: typeof foldSteps,
): Promise<BatchResult> {
  return store.transaction('fold', async (transaction) => {
    const cursors = await transaction.lockCursors(options.shards);
    if (cursors.length === 0) return emptyBatch;
    const pending = await transaction.readPending(cursors, options.stepsMax);
    if (pending.upTo.length === 0) return emptyBatch;
    await programs.ensure(await transaction.latestProgramVersion());
    const shards = pending.upTo.map((cursor) => cursor.shard);
    const parked = new Set((await transaction.parkedOf(shards)).map((key) => key.id));
    const steps = parked.size === 0 ? pending.steps : pending.steps.filter((step) => !parked.has(step.memberId));
    const result = await fold(transaction, steps, programs.context);
    await transaction.advanceCursors(pending.upTo);
    return { ...result, steps: countPassed(cursors, pending.upTo), isFull: pending.steps.length >= options.stepsMax };
  });
}

function countPassed(
  before: readonly { shard: number; position: number }[],
  after: readonly { shard: number; position: number }[],
): number {
  const start = new Map(before.map((cursor) => [cursor.shard, cursor.position]));
  return after.reduce((sum, cursor) => sum + cursor.position - (start.get(cursor.shard) ?? cursor.position), 0);
}
