import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CompiledProgram, FoldContext, LoggedStep, Member } from '@perennial/domain';
import type { FoldStore } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { budgetsOfProgram } from '../program/draft-programs.ts';
import { compareMembers } from '../replay/differences.ts';
import { standsAt } from '../replay/verify-replay.ts';
import type { MemberDifferences } from '../replay/verify-replay.ts';
import { createMemberCount } from './count-member.ts';
import type { LinesPart } from './counting/count-lines.ts';
import type { StandingsPart } from './counting/count-standings.ts';
import type { MemberCount } from './count-member.ts';
import { foldMember } from './folding/fold-member.ts';
import type { FoldedMember, Folding } from './folding/fold-member.ts';
import { createFolding, createLogs } from './folding/foldings.ts';
import { readPage } from './folding/read-page.ts';
import type { Page } from './folding/read-page.ts';
import { recordedShares, virtualShares } from './folding/shares.ts';
import type { Shares } from './folding/shares.ts';
import type { Cuts, RehearsalAsked, RehearsalFailure, RehearsalResult } from './answer/rehearsal.ts';
import { createSides } from './sides.ts';
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
  { shardCount, onProgress, ...options }: RehearseOptions,
): Promise<RehearsalResult> {
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  const rehearsing = await start(store, programs, options);
  await rehearse(rehearsing, shards, onProgress);
  return resultOf(rehearsing);
}

/** What some shards come to: plain data, for another thread or process to join with that of the others. */
export interface RehearsalPart {
  readonly report: Report;
  readonly lines: LinesPart;
  readonly standings: StandingsPart;
  readonly cuts: Cuts;
}

export type RehearsePartOptions = Omit<RehearseOptions, 'shardCount'> & { readonly shards: readonly number[] };

/** The same of some shards alone. */
export async function rehearsePart(
  store: FoldStore,
  programs: Programs,
  { shards, onProgress, ...options }: RehearsePartOptions,
): Promise<RehearsalPart> {
  const rehearsing = await start(store, programs, options);
  await rehearse(rehearsing, shards, onProgress);
  const { report, count } = rehearsing;
  return { report, lines: count.lines.part(), standings: count.standings.part(), cuts: cutsOf(rehearsing) };
}

/** Joins what all shards came to. */
export async function joinRehearsal(
  store: FoldStore,
  programs: Programs,
  { asked, parts }: { readonly asked: RehearsalAsked; readonly parts: readonly RehearsalPart[] },
): Promise<RehearsalResult> {
  const rehearsing = await start(store, programs, { ...asked, signal: new AbortController().signal });
  for (const part of parts) {
    rehearsing.count.lines.join(part.lines);
    rehearsing.count.standings.join(part.standings);
    joinReport(rehearsing.report, part.report);
  }
  const joined = (side: keyof Cuts) => new Map(parts.flatMap(({ cuts }) => [...cuts[side]]));
  return { ...resultOf(rehearsing), cuts: { base: joined('base'), draft: joined('draft') } };
}

/** Whether members are granted shares of what all have together, so that they must be folded one after the other. */
export function sharesBudgets(programs: Programs, asked: RehearsalAsked): boolean {
  const { base, draft } = createSides(programs, asked);
  const of = (program: CompiledProgram) => budgetsOfProgram(programs.facets, program);
  return [...of(latest(base.programs)), ...of(latest(draft.programs))].length > 0;
}

async function start(
  store: FoldStore,
  programs: Programs,
  { signal, ...asked }: RehearsalAsked & { readonly signal: AbortSignal },
): Promise<Rehearsing> {
  const version = asked.version ?? (await store.latestProgramVersion());
  await programs.ensure(version);
  const said = { ...asked, version };
  const sides = createSides(programs, said);
  const count = createMemberCount(programs.facets, sides, said);
  const sharesOf = (context: FoldContext) => virtualShares(budgetsOfProgram(programs.facets, latest(context.programs)));
  const shares = { base: said.against === 'recorded' ? null : sharesOf(sides.base), draft: sharesOf(sides.draft) };
  const counts = { members: 0, steps: 0, membersChanged: 0, failed: 0, verified: 0, differing: 0 };
  const report = { ...counts, failures: [], differences: [] };
  return { store, programs, asked: said, sides, count, shares, signal, report };
}

function joinReport(into: Report, { failures, differences, ...counts }: Report): void {
  into.members += counts.members;
  into.steps += counts.steps;
  into.membersChanged += counts.membersChanged;
  into.failed += counts.failed;
  into.verified += counts.verified;
  into.differing += counts.differing;
  into.failures.push(...failures.slice(0, examplesMax - into.failures.length));
  into.differences.push(...differences.slice(0, examplesMax - into.differences.length));
}

function latest(programs: readonly CompiledProgram[]): CompiledProgram {
  const program = programs.at(-1);
  if (program === undefined) throw new Error('there is no program in force');
  return program;
}

/** The next page is read while this one is folded: the database works on another core. */
async function rehearse(
  rehearsing: Rehearsing,
  shards: readonly number[],
  onProgress: RehearseOptions['onProgress'],
): Promise<void> {
  const { store, programs, asked, signal } = rehearsing;
  const use = { hasInputs: asked.against === 'recorded', hasRows: asked.isVerified };
  const read = (n: number, afterId: string) => {
    const shard = shards[n];
    return shard === undefined ? null : readPage(store, programs, { shard, afterId, ...use });
  };
  let done = 0;
  let reading = read(done, '');
  while (reading !== null) {
    const page: Page = await reading;
    const next = page.next === null ? done + 1 : done;
    reading = signal.aborted ? null : read(next, page.next ?? '');
    // It is awaited above; where this page fails first, its failure is told and not that of the next.
    reading?.catch(() => undefined);
    signal.throwIfAborted();
    await rehearsePage(rehearsing, page);
    if (next > done) onProgress(next, shards.length);
    done = next;
  }
}

async function rehearsePage(rehearsing: Rehearsing, page: Page): Promise<void> {
  const { store, programs, asked, sides, shares, signal } = rehearsing;
  const use = { store, programs, asked, page };
  const logOf = createLogs(use);
  const recorded = { context: sides.base, isRecorded: true, isTrial: false };
  const isRecorded = shares.base === null;
  const base = createFolding(
    use,
    { context: sides.base, shares: shares.base ?? recordedSharesOf(page), isRecorded, isTrial: true },
    logOf,
  );
  const draft = createFolding(
    use,
    { context: sides.draft, shares: shares.draft, isRecorded: false, isTrial: true },
    logOf,
  );
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

function cutsOf({ shares }: Rehearsing): Cuts {
  return { base: shares.base?.cuts ?? new Map(), draft: shares.draft.cuts };
}

function resultOf(rehearsing: Rehearsing): RehearsalResult {
  const { asked, report, count } = rehearsing;
  const { documents: _, ...said } = asked;
  const { members, steps, membersChanged, failed, failures, verified, differing, differences } = report;
  const { lines, standings } = count;
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
    cuts: cutsOf(rehearsing),
  };
}
