import {
  advanceTo,
  applyStep,
  createMember,
  createTrialMember,
  supplyHistory,
  type Facets,
  type FoldContext,
  type HistoryAsOf,
  type LoggedStep,
  type Member,
  type Missing,
  type OwnStep,
  type RecordedInputs,
} from '@perennial/domain';
import type { HistoryAsked, LogAsked } from '../../fold/fold-store.ts';
import type { MemberLog } from './member-log.ts';
import type { Shares } from './shares.ts';

/** One of the two programs of a rehearsal, and what members are folded with under it. */
export interface Folding {
  /** What is kept to be checked later is not made; not where it is to be compared. */
  readonly isTrial: boolean;
  readonly facets: Facets;
  readonly context: FoldContext;
  readonly shares: Shares;
  /** The log of a member up to a position of it: hers, and those of whom she took in. */
  readonly logOf: (asked: LogAsked) => MemberLog;
  readonly readHistory: (asked: HistoryAsked) => Promise<History>;
}

/** Facts and decisions that are a member's own, with what was granted to them; null: a rehearsal grants it. */
export interface History {
  readonly steps: readonly OwnStep[];
  readonly inputs: RecordedInputs | null;
}

export interface FoldedMember {
  readonly member: Member;
  /** Whom she took in and has not given back, each as she was at her tombstone, with whom she had taken in herself. */
  readonly absorbed: readonly Member[];
}

export interface FoldTo extends LogAsked {
  /** Steps that were recorded later are left out, and time stops here. */
  readonly untilAt: number;
}

/**
 * Folds a member from nothing in memory: hers, then whomever she took in (fold a, fold b, merge, continue). It reads no stored state and takes
 * nothing. Waits only where history has to be read that is not at hand, so that most members are folded without.
 */
export async function foldMember(folding: Folding, to: FoldTo): Promise<FoldedMember> {
  const folded = await foldSteps(folding, to);
  const { member } = folded;
  const go = () => advanceTo(member, to.untilAt, folding.context);
  const missing = go();
  if (missing !== null) await goThrough(folding, { member, log: folding.logOf(to) }, { missing, go });
  return folded;
}

/** Up to the last step; time goes no further, because an absorbed member is what she was at her tombstone. */
async function foldSteps(folding: Folding, to: FoldTo): Promise<FoldedMember> {
  const { facets, context } = folding;
  const create = folding.isTrial ? createTrialMember : createMember;
  const member = create(facets, to.id, to.shard);
  const log = folding.logOf(to);
  const family = new Map<string, FoldedMember>();
  for (const step of log.steps) {
    if (step.recordedAt > to.untilAt) break;
    const foldingAbsorbed = foldAbsorbed(folding, step, to);
    const absorbed = foldingAbsorbed === null ? null : await foldingAbsorbed;
    if (step.kind === 'split') family.delete(step.mergeId);
    if (step.kind === 'merge' && absorbed !== null) family.set(step.mergeId, absorbed);
    const use = absorbed === null ? { context } : { context, absorbed: absorbed.member };
    const go = () => applyStep(member, step, use);
    const missing = go();
    if (missing !== null) await goThrough(folding, { member, log }, { missing, go });
    // What a step told has been heard.
    member.derived.length = 0;
  }
  return { member, absorbed: [...family.values()].flatMap((one) => [one.member, ...one.absorbed]) };
}

function foldAbsorbed(folding: Folding, step: LoggedStep, { untilAt }: FoldTo): Promise<FoldedMember> | null {
  if (step.kind !== 'merge') return null;
  const { absorbedShard: shard, absorbedId: id, absorbedPosition: position } = step;
  return foldSteps(folding, { shard, id, position, untilAt });
}

interface Stopped {
  readonly missing: Missing;
  readonly go: () => Missing | null;
}

/** Goes on until nothing is missing: of a member folded from nothing, her history and what she is granted. */
async function goThrough(
  folding: Folding,
  folded: { readonly member: Member; readonly log: MemberLog },
  stopped: Stopped,
): Promise<void> {
  const { member } = folded;
  for (let missing: Missing | null = stopped.missing; missing !== null; missing = stopped.go()) {
    for (const need of missing.needs) {
      if (need.by !== 'history') throw new Error('a member folded from nothing lacks nothing but her history');
      const { steps, inputs } = await historyOf(folding, { ...folded, asOf: need });
      const use = { ...need, context: folding.context };
      supplyHistory(member, steps, inputs === null ? use : { ...use, inputs });
    }
    folding.shares.supply(member, missing, member.run?.step ?? null);
  }
}

/** Who never merged has her own log alone, which is here. */
async function historyOf(
  { readHistory }: Folding,
  { member, log, asOf }: { readonly member: Member; readonly log: MemberLog; readonly asOf: HistoryAsOf },
): Promise<History> {
  const own = log.steps.filter((step): step is OwnStep => step.kind === 'fact' || step.kind === 'decision');
  // What she was granted so far is granted again.
  const inputs = () => member.inputs;
  if (own.length === log.steps.length)
    return { steps: own.filter(({ position }) => position <= asOf.position), inputs };
  const stored = { ...asOf, position: log.storedPosition(asOf.position) };
  const history = await readHistory({ shard: member.shard, id: member.id, asOf: stored });
  return { ...history, steps: history.steps.map((step) => log.folded(step)) };
}
