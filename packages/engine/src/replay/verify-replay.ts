import {
  advanceTo,
  type AnyRowKind,
  type Facets,
  type LoggedStep,
  type Member,
  type MemberId,
  type Need,
  type RowShape,
} from '@perennial/domain';
import type { FoldSnapshot, FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { compareMembers, type Difference } from './differences.ts';
import { foldFromLog, replay } from './fold-from-log.ts';

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
export function standsAt({ programVersion, clockAt }: Member, programs: Programs): number {
  const version = programs.context.programs.find((program) => program.version === programVersion);
  return Math.max(clockAt, version?.effectiveAt ?? 0);
}

type RowsByMember = ReadonlyMap<MemberId, readonly RowShape[]>;

async function differencesOf(
  snapshot: FoldSnapshot,
  programs: Programs,
  page: { readonly members: readonly Member[]; readonly logs: ReadonlyMap<MemberId, readonly LoggedStep[]> },
): Promise<MemberDifferences[]> {
  const { members, logs } = page;
  const { facets, context } = programs;
  await snapshot.loadRows(members.map((member) => ({ member, needs: statesApart(facets) })));
  const rows = new Map<AnyRowKind, RowsByMember>();
  for (const { kind } of facets.rowKinds) rows.set(kind, await snapshot.readAllRows(kind, members));
  const found: MemberDifferences[] = [];
  const fold = { facets, snapshot, context };
  for (const member of members) {
    const steps = logs.get(member.id) ?? [];
    const replayed = await foldFromLog(fold, member, steps);
    await replay(fold, { member: replayed, steps }, () => advanceTo(replayed, standsAt(member, programs), context));
    const rowsOf = (kind: AnyRowKind) => rows.get(kind)?.get(member.id) ?? [];
    const differences = compareMembers({ member, rowsOf }, replayed);
    if (differences.length > 0) found.push({ memberId: member.id, shard: member.shard, differences });
  }
  return found;
}

function statesApart({ list }: Facets): readonly Need[] {
  return list.filter(({ keeps }) => keeps === 'apart').map(({ name }) => ({ by: 'state', facet: name }));
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
        const members = await snapshot.pageMembers(shard, afterId, pageSize);
        const present = members.filter(({ status }) => status !== 'erased');
        const logs = await snapshot.readLogs(present);
        const found = await differencesOf(snapshot, programs, { members: present, logs });
        report.members += present.length;
        for (const steps of logs.values()) report.steps += steps.length;
        report.differing += found.length;
        report.examples.push(...found.slice(0, differingMax - report.examples.length));
        return members.at(-1)?.id;
      });
      options.onProgress?.({ members: report.members, shard });
      if (last === undefined) break;
      afterId = last;
    }
  }
  return report;
}
