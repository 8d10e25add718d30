import { advanceTo, type MemberWork } from '@perennial/domain';
import type { FoldStore, FoldTransaction, Seal } from './fold-store.ts';
import { earliestWake } from './fold-batch.ts';
import type { Programs } from './programs.ts';

export interface DueResult {
  readonly members: number;
  readonly parked: number;
  readonly nextWakeAt: number | null;
}

interface Advanced {
  readonly done: MemberWork[];
  readonly parked: number;
}

async function advanceAll(
  transaction: FoldTransaction,
  works: readonly MemberWork[],
  options: { readonly sealedAt: ReadonlyMap<number, number>; readonly programs: Programs },
): Promise<Advanced> {
  const done: MemberWork[] = [];
  let parked = 0;
  for (const work of works) {
    try {
      advanceTo(work, options.sealedAt.get(work.shard) ?? work.clockAt, options.programs.context);
      done.push(work);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await transaction.park({ key: { shard: work.shard, id: work.id }, position: work.position, error: message });
      parked += 1;
    }
  }
  return { done, parked };
}

/**
 * Moves at most about `membersMax` members whom time or a new program version moves, each at her own due instants, up to
 * the seal of her shard. Only shards whose log is folded up to the seal take part: then no step that comes before a due
 * instant can still be waiting. Call again while it moves somebody.
 */
export async function foldDue(
  store: FoldStore,
  programs: Programs,
  options: { readonly seals: readonly Seal[]; readonly membersMax: number },
): Promise<DueResult> {
  return store.transaction('fold-due', async (transaction) => {
    const cursors = await transaction.lockCursors(options.seals.map((seal) => seal.shard));
    const folded = new Map(cursors.map((cursor) => [cursor.shard, cursor.position]));
    const seals = options.seals.filter((seal) => (folded.get(seal.shard) ?? -1) >= seal.position);
    if (seals.length === 0) return { members: 0, parked: 0, nextWakeAt: null };
    await programs.ensure(await transaction.latestProgramVersion());
    const query = { seals, eagerVersion: programs.eagerVersion, limit: options.membersMax };
    const works = await transaction.lockDueMembers(query);
    const { context } = programs;
    const sealedAt = new Map(seals.map((seal) => [seal.shard, seal.sealedAt]));
    const everythingOf = works.filter((work) => context.needsEverythingToAdvance(work, sealedAt.get(work.shard) ?? 0));
    await transaction.loadRows({ everythingOf, orders: [], attributes: [], allAttributesOf: [] });
    const { done, parked } = await advanceAll(transaction, works, { sealedAt, programs });
    await transaction.write(done);
    return { members: done.length, parked, nextWakeAt: earliestWake(done) };
  });
}
