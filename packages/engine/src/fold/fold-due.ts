import { advanceTo, type Member } from '@perennial/domain';
import { earliestWake, textOfError } from './fold-batch.ts';
import type { FoldStore, FoldTransaction, Seal } from './fold-store.ts';
import type { Programs } from './programs.ts';
import { goThrough } from './supply.ts';

export interface DueResult {
  readonly members: number;
  readonly parked: number;
  readonly nextWakeAt: number | null;
}

interface Advanced {
  readonly done: readonly Member[];
  readonly parked: number;
}

interface Advance {
  readonly sealedAt: ReadonlyMap<number, number>;
  readonly programs: Programs;
}

type AdvanceAll = (transaction: FoldTransaction, members: readonly Member[], advance: Advance) => Promise<Advanced>;

/** Throws when one of them cannot be moved. */
const advanceTogether: AdvanceAll = async (transaction, members, { sealedAt, programs }) => {
  const { context } = programs;
  const advance = (member: Member) => advanceTo(member, sealedAt.get(member.shard) ?? member.clockAt, context);
  await goThrough(members, advance, { reads: transaction, context, take: (asks) => transaction.take(asks) });
  await transaction.write(members);
  return { done: members, parked: 0 };
};

/** Each by herself: who cannot be moved is parked, and the others are kept. */
const advanceApart: AdvanceAll = async (transaction, members, advance) => {
  const done: Member[] = [];
  for (const member of members) {
    const failure = await transaction.attempt(async () => {
      await advanceTogether(transaction, [member], advance);
    });
    if (failure === undefined) done.push(member);
    else {
      const key = { shard: member.shard, id: member.id };
      await transaction.park({ key, position: member.position, error: textOfError(failure.error) });
    }
  }
  return { done, parked: members.length - done.length };
};

/**
 * Moves at most about `membersMax` members whom time or a new program version moves, each at her own due instants, up to
 * the seal of her shard. Only shards whose log is folded up to the seal take part: then no step that comes before a due
 * instant can still be waiting. Call again while it moves somebody.
 */
export async function foldDue(store: FoldStore, programs: Programs, options: DueOptions): Promise<DueResult> {
  try {
    return await dueOnce({ store, programs, options }, advanceTogether);
  } catch (error) {
    // As with a batch: what one member has must not keep the others.
    if (!store.isOfData(error)) throw error;
    return dueOnce({ store, programs, options }, advanceApart);
  }
}

interface DueOptions {
  readonly seals: readonly Seal[];
  readonly membersMax: number;
}

async function dueOnce(
  { store, programs, options }: { store: FoldStore; programs: Programs; options: DueOptions },
  advanceAll: AdvanceAll,
): Promise<DueResult> {
  return store.transaction('fold-due', async (transaction) => {
    const cursors = await transaction.lockCursors(options.seals.map((seal) => seal.shard));
    const folded = new Map(cursors.map((cursor) => [cursor.shard, cursor.position]));
    const seals = options.seals.filter((seal) => (folded.get(seal.shard) ?? -1) >= seal.position);
    if (seals.length === 0) return { members: 0, parked: 0, nextWakeAt: null };
    await programs.ensure(await transaction.latestProgramVersion());
    const eagerVersion = eagerVersionBy(programs, Math.min(...seals.map((seal) => seal.sealedAt)));
    const query = { seals, eagerVersion, limit: options.membersMax };
    const members = await transaction.lockDueMembers(query);
    const sealedAt = new Map(seals.map((seal) => [seal.shard, seal.sealedAt]));
    const { done, parked } = await advanceAll(transaction, members, { sealedAt, programs });
    return { members: done.length, parked, nextWakeAt: earliestWake(done) };
  });
}

/**
 * The newest version in force by `sealedAt` that timelines differ under; 0 when there is none. One that was published since the shards
 * were sealed cannot be passed up to the seal: whoever asked for it would be given the same members for ever, and fold nothing else.
 */
function eagerVersionBy({ context: { programs } }: Programs, sealedAt: number): number {
  let eagerVersion = 0;
  for (const [index, program] of programs.entries()) {
    if (program.effectiveAt > sealedAt) break;
    if (index > 0 && program.foldKey !== programs[index - 1]?.foldKey) eagerVersion = program.version;
  }
  return eagerVersion;
}
