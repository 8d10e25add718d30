import {
  advanceTo,
  compileProgram,
  createFoldContext,
  openView,
  type CompiledProgram,
  type Facet,
  type FoldContext,
  type Member,
  type MemberId,
  type ProgramDocuments,
} from '@perennial/domain';
import type { FoldSnapshot, FoldStore, ResourceAsk } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { goThrough } from '../fold/supply.ts';

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

/** By the id of a document; null: she stands nowhere under any program. */
type Standings = ReadonlyMap<string, string> | null;

interface Judges {
  readonly now: (member: Member) => Standings;
  readonly draft: (member: Member) => Standings;
  /** A state would be another one: members pass the draft as a version, for which they must be read. */
  readonly passing: FoldContext | null;
}

function standingsUnder(program: CompiledProgram | undefined, at: number): (member: Member) => Standings {
  return (member) => {
    const all = new Map<string, string>();
    for (const facet of member.facets.list) {
      if (facet.standings === undefined || program === undefined) continue;
      const own = facet.standings(openView(member, facet), { rules: program.rules[facet.index], at });
      if (own === null) return null;
      for (const [id, standing] of own) all.set(id, standing);
    }
    return all;
  };
}

function createJudges({ context, facets }: Programs, options: PreviewOptions): Judges {
  const current = context.programs.at(-1);
  const version = { version: (current?.version ?? 0) + 1, effectiveAt: options.asOf };
  const draft = compileProgram(options.documents, version, { days: context.days, facets });
  const judges = { now: standingsUnder(current, options.asOf), draft: standingsUnder(draft, options.asOf) };
  const stateKey = (facet: Facet, program: CompiledProgram | undefined) =>
    program === undefined ? undefined : facet.stateKey?.(program.rules[facet.index]);
  const isJudgedByState = facets.list.every((facet) => stateKey(facet, current) === stateKey(facet, draft));
  if (isJudgedByState) return { ...judges, passing: null };
  const programs = [...context.programs, draft];
  return { ...judges, passing: createFoldContext({ programs, days: context.days }) };
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
  members: readonly Member[],
  use: { readonly judges: Judges; readonly tallies: ReturnType<typeof createTallies>; readonly asOf: number },
): Promise<void> {
  const { judges, asOf } = use;
  const present = members.filter(({ status, programVersion }) => status === 'live' && programVersion > 0);
  const now = new Map(present.map((member) => [member, judges.now(member)]));
  const { passing } = judges;
  if (passing !== null) {
    const take = async (asks: readonly ResourceAsk[]) => asks.map(() => 0);
    const pass = (member: Member) => advanceTo(member, asOf, passing);
    await goThrough(present, pass, { reads: snapshot, context: passing, take });
  }
  for (const member of present) countMoves(use.tallies, member, { now: now.get(member), draft: judges.draft(member) });
}

function countMoves(
  tallies: ReturnType<typeof createTallies>,
  { id }: Member,
  { now, draft }: { readonly now: Standings | undefined; readonly draft: Standings },
): void {
  if (now === null || now === undefined || draft === null) return;
  for (const lifecycle of new Set([...now.keys(), ...draft.keys()])) {
    tallies.add({ lifecycle, from: now.get(lifecycle) ?? '', to: draft.get(lifecycle) ?? '' }, id);
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
        const members = await snapshot.pageMembers(shard, start, pageSize);
        await judgePage(snapshot, members, { judges, tallies, asOf: options.asOf });
        return members.length < pageSize ? undefined : members.at(-1)?.id;
      });
    }
    options.onProgress(shard + 1, options.shardCount);
  }
  return { asOfAt: options.asOf, moves: tallies.moves() };
}
