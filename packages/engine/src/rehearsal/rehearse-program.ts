import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledProgram, LoggedStep, Member, MemberId } from '@perennial/domain';
import type { FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { compareMembers } from '../replay/differences.ts';
import { standsAt } from '../replay/verify-replay.ts';
import type { MemberDifferences } from '../replay/verify-replay.ts';
import { createMemberCount } from './count-member.ts';
import type { MemberCount } from './count-member.ts';
import { foldMember } from './folding/fold-member.ts';
import type { FoldedMember, Folding } from './folding/fold-member.ts';
import { createFolding, createLogs } from './folding/foldings.ts';
import { readPage } from './folding/read-page.ts';
import type { Page } from './folding/read-page.ts';
import { recordedShares, virtualShares } from './folding/shares.ts';
import type { Shares } from './folding/shares.ts';
import type { RehearsalAsked, RehearsalFailure, RehearsalResult } from './answer/rehearsal.ts';
import { budgetsOfProgram, createSides } from './sides.ts';
import type { Sides } from './sides.ts';

export interface RehearseOptions extends RehearsalAsked {
  readonly shardCount: number;
  readonly signal: AbortSignal;
  /** Shards done, shards in all. */
  readonly onProgress: (done: number, total: number) => void;
}

const examplesMax = 20;
/** What else the process has to do waits no longer than this. */
const turnMs = 10;

interface Rehearsing {
  readonly store: FoldStore;
  readonly programs: Programs;
  readonly asked: RehearsalAsked;
  readonly sides: Sides;
  readonly count: MemberCount;
  readonly shares: { readonly base: Shares | null; readonly draft: Shares };
  readonly signal: AbortSignal;
  readonly report: Report;
}

interface Report {
  members: number;
  steps: number;
  membersChanged: number;
  failed: number;
  readonly failures: RehearsalFailure[];
  verified: number;
  differing: number;
  readonly differences: MemberDifferences[];
}

/**
 * What would have been different, had these documents been in force: every member is folded from nothing, in memory, under the draft and under
 * what it is held against, and both are compared. Nothing is written and nothing taken. Decisions of the log are applied and never decided
 * anew: what a member redeemed she has redeemed under the draft as well, and owes what she could not have had.
 *
 * Members are read page by page beside a running fold; who comes after `untilAt` is left out, and so is who was erased. Rejects with the
 * signal's reason when cancelled.
 */
export async function rehearseProgram(
  store: FoldStore,
  programs: Programs,
  options: RehearseOptions,
): Promise<RehearsalResult> {
  await programs.ensure(await store.latestProgramVersion());
  const { shardCount, signal, onProgress, ...asked } = options;
  const sides = createSides(programs, asked);
  const count = createMemberCount(programs.facets, sides, asked);
  const shares = {
    base:
      asked.against === 'recorded'
        ? null
        : virtualShares(budgetsOfProgram(programs.facets, latest(sides.base.programs))),
    draft: virtualShares(budgetsOfProgram(programs.facets, latest(sides.draft.programs))),
  };
  const report = {
    members: 0,
    steps: 0,
    membersChanged: 0,
    failed: 0,
    failures: [],
    verified: 0,
    differing: 0,
    differences: [],
  };
  const rehearsing: Rehearsing = { store, programs, asked, sides, count, shares, signal, report };
  await forEachPage(rehearsing, { shardCount, onProgress }, (page) => rehearsePage(rehearsing, page));
  return resultOf(rehearsing);
}

function latest(programs: readonly CompiledProgram[]): CompiledProgram {
  const program = programs.at(-1);
  if (program === undefined) throw new Error('there is no program in force');
  return program;
}

/** The next page is read while this one is folded: the database works on another core. */
async function forEachPage(
  { store, programs, asked, signal }: Rehearsing,
  { shardCount, onProgress }: Pick<RehearseOptions, 'shardCount' | 'onProgress'>,
  rehearse: (page: Page) => Promise<void>,
): Promise<void> {
  const use = { hasInputs: asked.against === 'recorded', hasRows: asked.isVerified };
  const read = (shard: number, afterId: string) =>
    shard < shardCount ? readPage(store, programs, { shard, afterId, ...use }) : null;
  let shard = 0;
  let reading = read(shard, '');
  while (reading !== null) {
    const page: Page = await reading;
    const ended = page.next === null ? shard + 1 : shard;
    reading = signal.aborted ? null : read(ended, page.next ?? '');
    // It is awaited below; where this page fails first, its failure is told and not that of the next.
    reading?.catch(() => undefined);
    signal.throwIfAborted();
    await rehearse(page);
    if (ended > shard) onProgress(ended, shardCount);
    shard = ended;
  }
}

async function rehearsePage(rehearsing: Rehearsing, page: Page): Promise<void> {
  const { store, programs, asked, sides, shares, signal } = rehearsing;
  const use = { store, programs, asked, page };
  const logOf = createLogs(use);
  const recorded = { context: sides.base, isRecorded: true };
  const isRecorded = shares.base === null;
  const base = createFolding(
    use,
    { context: sides.base, shares: shares.base ?? recordedSharesOf(page), isRecorded },
    logOf,
  );
  const draft = createFolding(use, { context: sides.draft, shares: shares.draft, isRecorded: false }, logOf);
  const verifying = createFolding(use, { ...recorded, shares: recordedSharesOf(page) }, logOf);
  let turnAt = performance.now();
  for (const stored of page.members) {
    if (asked.isVerified) await verifyMember(rehearsing, { page, folding: verifying, stored });
    await rehearseMember(rehearsing, { base, draft }, stored);
    if (performance.now() - turnAt < turnMs) continue;
    await nextTurn();
    signal.throwIfAborted();
    turnAt = performance.now();
  }
}

function recordedSharesOf({ inputs }: Page): Shares {
  return recordedShares((id) => inputs.get(id) ?? []);
}

type Foldings = Readonly<Record<'base' | 'draft', Folding>>;

async function rehearseMember(rehearsing: Rehearsing, foldings: Foldings, { id, shard }: Member): Promise<void> {
  const { asked, report, count } = rehearsing;
  const to = { id, shard, position: Number.MAX_SAFE_INTEGER, untilAt: asked.untilAt };
  const { steps } = foldings.base.logOf(to);
  const isFolded = ({ recordedAt }: LoggedStep) => recordedAt <= asked.untilAt;
  const known = steps.every(isFolded) ? steps : steps.filter(isFolded);
  // Whose last step is her tombstone is folded with her survivor.
  if (known.length === 0 || known.at(-1)?.kind === 'absorb') return;
  report.members += 1;
  report.steps += known.length;
  const base = await foldSide(rehearsing, { side: 'base', folding: foldings.base, to });
  const draft = base === null ? null : await foldSide(rehearsing, { side: 'draft', folding: foldings.draft, to });
  if (base === null || draft === null) report.failed += 1;
  else if (count.add(base, draft)) report.membersChanged += 1;
}

interface SideFold {
  readonly side: 'base' | 'draft';
  readonly folding: Folding;
  readonly to: Parameters<typeof foldMember>[1];
}

/** Null where the program cannot fold her, as the fold would park her. */
async function foldSide({ store, report }: Rehearsing, { side, folding, to }: SideFold): Promise<FoldedMember | null> {
  try {
    const folded = await foldMember(folding, to);
    for (const member of [folded.member, ...folded.absorbed]) folding.shares.settle(member);
    return folded;
  } catch (error) {
    if (!store.isOfData(error)) throw error;
    const { failures } = report;
    if (failures.length < examplesMax) failures.push({ memberId: to.id, side, error: String(error) });
    return null;
  }
}

/** Bytes and rows of what is stored, and of what her log says. */
async function verifyMember(
  { report, programs }: Rehearsing,
  { page, folding, stored }: { readonly page: Page; readonly folding: Folding; readonly stored: Member },
): Promise<void> {
  const { id, shard, position } = stored;
  const { member } = await foldMember(folding, { id, shard, position, untilAt: standsAt(stored, programs) });
  const differences = compareMembers({ member: stored, rowsOf: (kind) => page.rows.get(kind)?.get(id) ?? [] }, member);
  report.verified += 1;
  if (differences.length === 0) return;
  report.differing += 1;
  if (report.differences.length < examplesMax) report.differences.push({ memberId: id, shard, differences });
}

function resultOf({ asked, report, count, shares }: Rehearsing): RehearsalResult {
  const { documents: _, ...said } = asked;
  const { members, steps, membersChanged, failed, failures, verified, differing, differences } = report;
  const { lines, standings } = count;
  const none: ReadonlyMap<MemberId, ReadonlyMap<string, readonly number[]>> = new Map();
  return {
    rehearsal: {
      asked: said,
      members,
      steps,
      membersChanged,
      gains: lines.gains(),
      lines: lines.lines(),
      costMinor: lines.costMinor(),
      moves: standings.moves(),
      standings: standings.standings(),
      failed: { members: failed, examples: failures },
      verified: asked.isVerified ? { members: verified, differing, examples: differences } : null,
    },
    open: (list) => lines.open(list) ?? standings.open(list),
    cuts: { base: shares.base?.cuts ?? none, draft: shares.draft.cuts },
  };
}
