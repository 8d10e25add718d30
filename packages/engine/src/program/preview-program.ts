import { advanceTo, type Member, type MemberId } from '@perennial/domain';
import type { FoldSnapshot, FoldStore, ResourceAsk } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { goThrough } from '../fold/supply.ts';
import { createJudges, type Judged, type JudgedAt, type Judges, type Standings } from './preview-judges.ts';

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

/** What a publication would change of history as known now, at one instant of it. */
export interface PreviewedPast {
  readonly at: number;
  /** Who stood, or would stand, in any stage then. */
  readonly members: number;
  /** Who would have stood in another one. */
  readonly membersChanged: number;
  /** `from` as known now, `to` as it would be known; no one who stays is among them. */
  readonly moves: readonly Omit<PreviewMove, 'sample'>[];
}

export interface ProgramPreview {
  readonly asOfAt: number;
  readonly moves: readonly PreviewMove[];
  /** Who would stand in another stage of any lifecycle; each counts once. */
  readonly membersChanged: number;
  /** One an instant that was asked for. */
  readonly past: readonly PreviewedPast[];
  /** Who would have stood in another stage at any of them; each counts once. */
  readonly pastMembersChanged: number;
}

export interface PreviewOptions extends JudgedAt {
  readonly shardCount: number;
  readonly signal: AbortSignal;
  /** Shards done, shards in all. */
  readonly onProgress: (done: number, total: number) => void;
}

const pageSize = 2_000;
const sampleMax = 5;

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

function pairsOf(now: Standings, draft: Standings): readonly Pick<PreviewMove, 'lifecycle' | 'from' | 'to'>[] {
  if (now === null || draft === null) return [];
  return [...new Set([...now.keys(), ...draft.keys()])].map((lifecycle) => ({
    lifecycle,
    from: now.get(lifecycle) ?? '',
    to: draft.get(lifecycle) ?? '',
  }));
}

/** Counts everybody's moves, now and at the instants of the past. */
function createCount(instants: readonly number[]) {
  const present = createTallies();
  const past = instants.map((at) => ({ at, members: 0, membersChanged: 0, tallies: createTallies() }));
  let membersChanged = 0;
  let pastMembersChanged = 0;
  return {
    add({ id }: Member, now: Judged, draft: Judged): void {
      const moves = pairsOf(now.present, draft.present);
      for (const move of moves) present.add(move, id);
      if (moves.some(({ from, to }) => from !== to)) membersChanged += 1;
      let isChanged = false;
      for (const [index, one] of past.entries()) {
        const pairs = pairsOf(now.past[index] ?? null, draft.past[index] ?? null);
        const changed = pairs.filter(({ from, to }) => from !== to);
        for (const move of changed) one.tallies.add(move, id);
        if (pairs.length > 0) one.members += 1;
        if (changed.length > 0) one.membersChanged += 1;
        isChanged ||= changed.length > 0;
      }
      if (isChanged) pastMembersChanged += 1;
    },
    counted: (): Omit<ProgramPreview, 'asOfAt'> => ({
      moves: present.moves(),
      membersChanged,
      past: past.map(({ tallies, ...one }) => ({
        ...one,
        moves: tallies.moves().map(({ lifecycle, from, to, members }) => ({ lifecycle, from, to, members })),
      })),
      pastMembersChanged,
    }),
  };
}

interface PageUse {
  readonly judges: Judges;
  readonly count: ReturnType<typeof createCount>;
  readonly asOf: number;
}

async function judgePage(
  snapshot: FoldSnapshot,
  members: readonly Member[],
  { judges, count, asOf }: PageUse,
): Promise<void> {
  const present = members.filter(({ status, programVersion }) => status === 'live' && programVersion > 0);
  if (judges.evidence.length > 0)
    await snapshot.loadRows(present.map((member) => ({ member, needs: judges.evidence })));
  const now = present.map((member) => ({ member, judged: judges.now(member) }));
  const { passing } = judges;
  if (passing !== null) {
    const take = async (asks: readonly ResourceAsk[]) => asks.map(() => 0);
    const pass = (member: Member) => advanceTo(member, asOf, passing);
    await goThrough(present, pass, { reads: snapshot, context: passing, take });
  }
  for (const { member, judged } of now) count.add(member, judged, judges.draft(member));
}

/**
 * Who would move from where to where, if these documents were published: every live member judged at `asOf` under the
 * current program and under the draft, and at the instants of the past, whose history publishing rewrites. Writes nothing.
 * Facts that wait to be folded are not looked at: counts trail by the fold's lag. Rejects with the signal's reason when
 * cancelled.
 */
export async function previewProgram(
  store: FoldStore,
  programs: Programs,
  options: PreviewOptions,
): Promise<ProgramPreview> {
  const count = createCount(options.instants);
  let judges: Judges | undefined;
  for (let shard = 0; shard < options.shardCount; shard += 1) {
    for (let afterId: string | undefined = ''; afterId !== undefined;) {
      options.signal.throwIfAborted();
      const start: string = afterId;
      afterId = await store.snapshot('preview-program', async (snapshot) => {
        await programs.ensure(await snapshot.latestProgramVersion());
        judges ??= createJudges(programs, options);
        const members = await snapshot.pageMembers(shard, start, pageSize);
        await judgePage(snapshot, members, { judges, count, asOf: options.asOf });
        return members.length < pageSize ? undefined : members.at(-1)?.id;
      });
    }
    options.onProgress(shard + 1, options.shardCount);
  }
  return { asOfAt: options.asOf, ...count.counted() };
}
