import type { Facets, Member } from '../kernel/facet.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { createMember } from '../kernel/member.ts';
import type { HistoryAsOf, Missing } from '../kernel/rows/needs.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { AbsorbStep, LoggedStep, MergeStep, OwnStep } from '../kernel/steps/steps.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';
import { supplyHistory } from './fold-own.ts';
import { createShareSupply } from './shares.ts';
import type { RecordedInputs } from './shares.ts';

export interface LogFoldOptions {
  readonly facets: Facets;
  readonly context: FoldContext;
  /** Wakes and versions are fired up to this instant. */
  readonly until: number;
  /** What was granted to each member's steps, for a replay; all that is asked for where it is not given. */
  readonly inputs?: RecordedInputs;
  /** The facts and decisions that are a member's own when she is folded anew: a merge was taken back, or a version asks for it. */
  readonly ownSteps?: (member: Member, asOf: HistoryAsOf) => readonly OwnStep[];
}

/**
 * Folds whole logs in memory, from nothing: what verification and dry runs compare with. Steps of a shard in the order of
 * their positions; shards may be interleaved in any way, because an absorbed member is folded when her merge asks for
 * her, and goes past her tombstone only when it has been done. Nothing is written: every member holds all of her rows, and all that was ever recorded of her.
 */
export function foldLog(steps: readonly LoggedStep[], options: LogFoldOptions): ReadonlyMap<string, Member> {
  const { context, facets } = options;
  const logs = Map.groupBy(steps, (step) => step.memberId);
  const through = createThrough(options, logs);
  const members = new Map<string, Member>();
  const folding = new Set<string>();

  function memberOf(place: Pick<LoggedStep, 'memberId' | 'shard'>): Member {
    const known = members.get(place.memberId);
    if (known !== undefined) return known;
    const member = createMember(facets, place.memberId, place.shard);
    members.set(place.memberId, member);
    return member;
  }

  function foldUpTo(memberId: LoggedStep['memberId'], position: number): void {
    invariant(!folding.has(memberId), `member ${memberId} takes part in a circle of merges`);
    folding.add(memberId);
    let before: LoggedStep | null = null;
    for (const step of logs.get(memberId) ?? []) {
      if (step.position > position) break;
      if (before?.kind === 'absorb') foldMergeOf(before);
      foldOne(step);
      before = step;
    }
    folding.delete(memberId);
  }

  /** The survivor takes what the absorbed member was at her tombstone, before a merge that is taken back gives it to her again. */
  function foldMergeOf({ mergeId, survivorId }: AbsorbStep): void {
    const merge = logs.get(survivorId)?.find((step) => step.kind === 'merge' && step.mergeId === mergeId);
    if (merge !== undefined && memberOf(merge).position < merge.position) foldUpTo(survivorId, merge.position);
  }

  function foldOne(step: LoggedStep): void {
    const member = memberOf(step);
    if (step.position <= member.position) return;
    const use = step.kind === 'merge' ? { context, absorbed: absorbedBy(step) } : { context };
    through(member, () => applyStep(member, step, use));
  }

  function absorbedBy(step: MergeStep): Member {
    const absorbed = memberOf({ memberId: step.absorbedId, shard: step.absorbedShard });
    if (absorbed.position < step.absorbedPosition) foldUpTo(step.absorbedId, step.absorbedPosition);
    return absorbed;
  }

  for (const memberId of logs.keys()) foldUpTo(memberId, Number.POSITIVE_INFINITY);
  for (const member of members.values()) through(member, () => advanceTo(member, options.until, context));
  return members;
}

type Logs = ReadonlyMap<string, readonly LoggedStep[]>;

/** Goes on until nothing is missing: of a member folded from nothing, her history and what was granted to her. */
function createThrough(options: LogFoldOptions, logs: Logs) {
  const supplyShares = createShareSupply(options.inputs);
  return (member: Member, go: () => Missing | null): void => {
    for (let missing = go(); missing !== null; missing = go()) {
      for (const need of missing.needs) {
        invariant(need.by === 'history', 'a member folded from nothing lacks nothing but her history');
        const history = options.ownSteps?.(member, need) ?? ownStepsOf(member, logs.get(member.id) ?? []);
        supplyHistory(member, history, { ...options, ...need });
      }
      supplyShares(member, missing, member.run?.step ?? null);
    }
  };
}

/** Who never merged has her own log alone. */
function ownStepsOf({ position }: Member, log: readonly LoggedStep[]): readonly OwnStep[] {
  return log
    .filter((step) => step.kind === 'fact' || step.kind === 'decision')
    .filter((step) => step.position <= position);
}
