import type { FoldContext, LoggedStep, Member } from '@perennial/domain';
import { foldLists } from './fold-lists.ts';
import type { FoldStore, FoldTransaction, ShardCursor } from './fold-store.ts';
import { gather } from './gather.ts';
import type { HandOver } from './hand-over.ts';
import type { MemberList } from './member-list.ts';
import { othersOf } from './others.ts';
import { findPending } from './pending-steps.ts';
import type { Programs } from './programs.ts';

/** What a batch did; `steps` counts every position passed, facts of nobody included. */
export interface BatchResult extends Folded {
  readonly isFull: boolean;
  /** Of the positions passed, those whose steps came from ingestion in memory; the others were read. */
  readonly handedOver: number;
}

interface Folded {
  readonly steps: number;
  readonly members: number;
  readonly parked: number;
  /** Earliest wake among the members folded, or null. */
  readonly nextWakeAt: number | null;
}

const nothingFolded: Folded = { steps: 0, members: 0, parked: 0, nextWakeAt: null };
export const emptyBatch: BatchResult = { ...nothingFolded, isFull: false, handedOver: 0 };

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

/** Who was parked of those from whom members are split off: the merge may be the reason, so nobody waits for them. */
async function parkedOthers(
  transaction: Pick<FoldTransaction, 'parkedOf'>,
  steps: readonly LoggedStep[],
): Promise<ReadonlySet<string>> {
  const others = othersOf(steps.filter(({ kind }) => kind === 'split')).map(({ key }) => key);
  if (others.length === 0) return new Set();
  const asked = new Set<string>(others.map(({ id }) => id));
  const parked = await transaction.parkedOf([...new Set(others.map(({ shard }) => shard))]);
  return new Set(parked.map(({ id }) => id).filter((id) => asked.has(id)));
}

/** Folds steps that the caller has read and whose cursors it holds. */
export async function foldSteps(
  transaction: FoldTransaction,
  steps: readonly LoggedStep[],
  context: FoldContext,
): Promise<Folded> {
  const lists = await gather(transaction, steps, await parkedOthers(transaction, steps));
  await foldLists(lists, { reads: transaction, context, take: (asks) => transaction.take(asks) });
  // A parked member is not written: she stays where her last committed step left her.
  const members = [...lists.values()].filter((list) => !isParked(list)).map((list) => list.member);
  await transaction.write(members);
  await transaction.noteAbsorbed(steps.filter((step) => step.kind === 'absorb'));
  const parked = await parkStopped(transaction, lists);
  return { steps: steps.length, members: members.length, parked, nextWakeAt: earliestWake(members) };
}

/**
 * The same, each member by herself, so that one whose rows cannot be read or written is parked and the others are kept. Slow,
 * a dozen statements a member, and only done when folding all of them together failed.
 */
export async function foldApart(
  transaction: FoldTransaction,
  steps: readonly LoggedStep[],
  context: FoldContext,
): Promise<Folded> {
  const total = { steps: steps.length, members: 0, parked: 0, nextWakeAt: Infinity };
  for (const own of Map.groupBy(steps, (step) => step.memberId).values()) {
    let result = nothingFolded;
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
  return { ...total, nextWakeAt: total.nextWakeAt === Infinity ? null : total.nextWakeAt };
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
  /** Steps that need not be read; absent: all are. */
  readonly handOver?: HandOver;
}

async function foldOnce(
  { store, programs, options }: { store: FoldStore; programs: Programs; options: BatchOptions },
  fold: typeof foldSteps,
): Promise<BatchResult> {
  const { handOver = null, stepsMax } = options;
  const { batch, upTo } = await store.transaction('fold', async (transaction) => {
    const cursors = await transaction.lockCursors(options.shards);
    if (cursors.length === 0) return nothingPassed;
    const pending = await findPending(transaction, cursors, { handOver, stepsMax });
    if (pending.upTo.length === 0) return nothingPassed;
    await programs.ensure(await transaction.latestProgramVersion());
    const shards = pending.upTo.map((cursor) => cursor.shard);
    const parked = new Set((await transaction.parkedOf(shards)).map((key) => key.id));
    // Whoever logs a decision has applied it in the same transaction: it is passed, and she need not be locked and written once more.
    // Those about identities have no part to apply.
    const steps = pending.steps.filter((step) => step.kind !== 'decision' && !parked.has(step.memberId));
    const folded = await fold(transaction, steps, programs.context);
    await transaction.advanceCursors(pending.upTo);
    const { handedOver } = pending;
    const passed = countPassed(cursors, pending.upTo);
    const isFull = pending.steps.length >= stepsMax;
    return { batch: { ...folded, steps: passed, isFull, handedOver }, upTo: pending.upTo };
  });
  handOver?.pass(upTo);
  return batch;
}

const nothingPassed: { readonly batch: BatchResult; readonly upTo: readonly ShardCursor[] } = {
  batch: emptyBatch,
  upTo: [],
};

function countPassed(
  before: readonly { shard: number; position: number }[],
  after: readonly { shard: number; position: number }[],
): number {
  const start = new Map(before.map((cursor) => [cursor.shard, cursor.position]));
  return after.reduce((sum, cursor) => sum + cursor.position - (start.get(cursor.shard) ?? cursor.position), 0);
}
