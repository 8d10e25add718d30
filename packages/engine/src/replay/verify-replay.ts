import { advanceTo, type LoggedStep, type MemberId, type MemberWork } from '@perennial/domain';
import type { FoldSnapshot, FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { compareMembers, type Difference } from './differences.ts';
import { foldFromLog } from './fold-from-log.ts';

export interface MemberDifferences {
  readonly memberId: MemberId;
  readonly shard: number;
  readonly differences: readonly Difference[];
}

export interface ReplayReport {
  readonly members: number;
  readonly steps: number;
  /** At most `differingMax`; `differing` counts all. */
  readonly examples: readonly MemberDifferences[];
  readonly differing: number;
}

export interface VerifyOptions {
  readonly shardCount: number;
  /** Told after each page. */
  readonly onProgress?: (done: { readonly members: number; readonly shard: number }) => void;
  readonly signal?: AbortSignal;
}

const pageSize = 500;
const differingMax = 20;

/** The instant that a stored member stands at: her clock, or the version that she passed without being re-evaluated. */
function standsAt(work: MemberWork, programs: Programs): number {
  const version = programs.context.programs.find((program) => program.version === work.programVersion);
  return Math.max(work.clockAt, version?.effectiveAt ?? 0);
}

async function differencesOf(
  snapshot: FoldSnapshot,
  programs: Programs,
  page: { readonly works: readonly MemberWork[]; readonly logs: ReadonlyMap<MemberId, readonly LoggedStep[]> },
): Promise<MemberDifferences[]> {
  const { works, logs } = page;
  await snapshot.loadRows({ everythingOf: works, orders: [], attributes: [], allAttributesOf: works });
  const history = await snapshot.readEntryHistory(works);
  const found: MemberDifferences[] = [];
  for (const work of works) {
    const fold = { snapshot, context: programs.context };
    const replayed = await foldFromLog(fold, work, logs.get(work.id) ?? []);
    advanceTo(replayed, standsAt(work, programs), programs.context);
    const differences = compareMembers(
      { work, entries: history.get(work.id) ?? [] },
      { work: replayed, entries: replayed.changes.entriesAdded },
    );
    if (differences.length > 0) found.push({ memberId: work.id, shard: work.shard, differences });
  }
  return found;
}

/**
 * Folds every member anew from the stored log and compares with the live state, bytes and rows (invariant E2). Members
 * who were erased are passed over: what they were made of is gone. Works beside a running fold: each page is one moment
 * of the store, and each member is replayed up to the position she has been folded to.
 */
export async function verifyReplay(
  store: FoldStore,
  programs: Programs,
  options: VerifyOptions,
): Promise<ReplayReport> {
  const report = { members: 0, steps: 0, differing: 0, examples: [] as MemberDifferences[] };
  for (let shard = 0; shard < options.shardCount; shard += 1) {
    for (let afterId = ''; ;) {
      options.signal?.throwIfAborted();
      const last = await store.snapshot('verify-replay', async (snapshot) => {
        await programs.ensure(await snapshot.latestProgramVersion());
        const works = await snapshot.pageMembers(shard, afterId, pageSize);
        const present = works.filter((work) => work.status !== 'erased');
        const logs = await snapshot.readLogs(present);
        const found = await differencesOf(snapshot, programs, { works: present, logs });
        report.members += present.length;
        for (const steps of logs.values()) report.steps += steps.length;
        report.differing += found.length;
        report.examples.push(...found.slice(0, differingMax - report.examples.length));
        return works.at(-1)?.id;
      });
      options.onProgress?.({ members: report.members, shard });
      if (last === undefined) break;
      afterId = last;
    }
  }
  return report;
}
