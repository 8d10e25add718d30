import {
  advanceTo,
  compileProgram,
  createFoldContext,
  isSharedCard,
  stageAt,
  subjectOf,
  type CompiledProgram,
  type FoldContext,
  type MemberId,
  type MemberWork,
  type ProgramDocuments,
} from '@perennial/domain';
import type { FoldSnapshot, FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';

/** Members who stand in `from` now and would stand in `to`; equal ones stay. */
export interface PreviewMove {
  readonly lifecycle: string;
  /** '' for members who stand in no stage of it now. */
  readonly from: string;
  /** '' for a lifecycle that would be no more. */
  readonly to: string;
  readonly members: number;
  readonly sample: readonly MemberId[];
}

export interface ProgramPreview {
  readonly asOfAt: number;
  readonly moves: readonly PreviewMove[];
}

export interface PreviewOptions {
  /** Sound documents; throws an invariant error for others. */
  readonly documents: ProgramDocuments;
  readonly shardCount: number;
  /** Epoch milliseconds at which both are judged. */
  readonly asOf: number;
  readonly signal: AbortSignal;
  /** Shards done, shards in all. */
  readonly onProgress: (done: number, total: number) => void;
}

const pageSize = 2_000;
const sampleMax = 5;

type Standings = ReadonlyMap<string, string>;

interface Judges {
  readonly now: (work: MemberWork) => Standings;
  readonly draft: (work: MemberWork) => Standings;
  /** Purchases would count otherwise: the evidence itself is judged anew, so it must be read. */
  readonly needsEvidence: boolean;
}

function stagesUnder(program: CompiledProgram | undefined, asOf: number): (work: MemberWork) => Standings {
  return (work) => {
    const subject = subjectOf(work.activity);
    return new Map(program?.lifecycles.map((lifecycle) => [lifecycle.id, stageAt(lifecycle, subject, asOf).id]));
  };
}

function stagesAfterPassing(context: FoldContext, asOf: number): (work: MemberWork) => Standings {
  return (work) => {
    advanceTo(work, asOf, context);
    return new Map(work.lifecycle.standings.map(({ lifecycle, stage }) => [lifecycle, stage]));
  };
}

function createJudges(programs: Programs, options: PreviewOptions): Judges {
  const { context } = programs;
  const current = context.programs.at(-1);
  const version = { version: (current?.version ?? 0) + 1, effectiveAt: options.asOf };
  const draft = compileProgram(options.documents, version, context.days);
  const now = stagesUnder(current, options.asOf);
  if (current?.settings.purchaseCountsWhen === draft.settings.purchaseCountsWhen) {
    return { now, draft: stagesUnder(draft, options.asOf), needsEvidence: false };
  }
  const passing = createFoldContext({ programs: [...context.programs, draft], zone: context.days.zone });
  return { now, draft: stagesAfterPassing(passing, options.asOf), needsEvidence: true };
}

interface Tally {
  members: number;
  readonly sample: MemberId[];
}

/** Counts by lifecycle, from and to. */
function createTallies() {
  const tallies = new Map<string, Tally>();
  return {
    add(move: Pick<PreviewMove, 'lifecycle' | 'from' | 'to'>, id: MemberId): void {
      const key = JSON.stringify([move.lifecycle, move.from, move.to]);
      const tally = tallies.get(key) ?? { members: 0, sample: [] };
      tally.members += 1;
      if (tally.sample.length < sampleMax) tally.sample.push(id);
      tallies.set(key, tally);
    },
    moves(): PreviewMove[] {
      return [...tallies].map(([key, tally]) => {
        const [lifecycle, from, to] = JSON.parse(key) as [string, string, string];
        return { lifecycle, from, to, ...tally };
      });
    },
  };
}

async function judgePage(
  snapshot: FoldSnapshot,
  works: readonly MemberWork[],
  use: { readonly judges: Judges; readonly tallies: ReturnType<typeof createTallies> },
): Promise<void> {
  // A shared card stands in no stage under any program.
  const present = works.filter(
    (work) => work.status === 'live' && work.programVersion > 0 && !isSharedCard(work.activity),
  );
  if (use.judges.needsEvidence) {
    await snapshot.loadRows({ everythingOf: present, orders: [], attributes: [], allAttributesOf: [] });
  }
  for (const work of present) {
    const now = use.judges.now(work);
    const draft = use.judges.draft(work);
    for (const lifecycle of new Set([...now.keys(), ...draft.keys()])) {
      const move = { lifecycle, from: now.get(lifecycle) ?? '', to: draft.get(lifecycle) ?? '' };
      use.tallies.add(move, work.id);
    }
  }
}

/**
 * Who would move from where to where, if these documents were published: every live member judged at `asOf` under the
 * current program and under the draft. Writes nothing. Facts that wait to be folded are not looked at: counts trail by the
 * fold's lag. Rejects with the signal's reason when cancelled.
 */
export async function previewProgram(
  store: FoldStore,
  programs: Programs,
  options: PreviewOptions,
): Promise<ProgramPreview> {
  const tallies = createTallies();
  let judges: Judges | undefined;
  for (let shard = 0; shard < options.shardCount; shard += 1) {
    for (let afterId: string | undefined = ''; afterId !== undefined;) {
      options.signal.throwIfAborted();
      const start: string = afterId;
      afterId = await store.snapshot('preview-program', async (snapshot) => {
        await programs.ensure(await snapshot.latestProgramVersion());
        judges ??= createJudges(programs, options);
        const works = await snapshot.pageMembers(shard, start, pageSize);
        await judgePage(snapshot, works, { judges, tallies });
        return works.length < pageSize ? undefined : works.at(-1)?.id;
      });
    }
    options.onProgress(shard + 1, options.shardCount);
  }
  return { asOfAt: options.asOf, moves: tallies.moves() };
}
