import type { Facets, Member } from '../kernel/facet.ts';
import { invariant } from '../kernel/invariant.ts';
import { createMember } from '../kernel/member.ts';
import type { Missing } from '../kernel/needs.ts';
import type { FoldContext } from '../kernel/program.ts';
import type { LoggedStep, MergeStep, OwnStep } from '../kernel/steps.ts';
import { advanceTo } from './advance.ts';
import { applyStep } from './apply-step.ts';
import { supplyHistory } from './fold-own.ts';
import { allShares, supplyShares } from './shares.ts';
import type { Shares } from './shares.ts';

export interface LogFoldOptions {
  readonly facets: Facets;
  readonly context: FoldContext;
  /** Wakes and versions are fired up to this instant. */
  readonly until: number;
  /** Shares of resources, as they were recorded; all that is asked for unless said. */
  readonly shares?: Shares;
  /** The facts and decisions that are a member's own when she is folded anew: a merge was taken back, or a version asks for it. */
  readonly ownSteps?: (member: Member, step: LoggedStep | null) => readonly OwnStep[];
}

/**
 * Folds whole logs in memory, from nothing: what verification and dry runs compare with. Steps of a shard in the order of
 * their positions; shards may be interleaved in any way, because an absorbed member is folded when her merge asks for
 * her. Nothing is written: every member holds all of her rows, and all that was ever recorded of her.
 */
export function foldLog(steps: readonly LoggedStep[], options: LogFoldOptions): ReadonlyMap<string, Member> {
  const { context, facets, shares = allShares } = options;
  const logs = Map.groupBy(steps, (step) => step.memberId);
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
    for (const step of logs.get(memberId) ?? []) {
      if (step.position > position) break;
      foldOne(step);
    }
    folding.delete(memberId);
  }

  function foldOne(step: LoggedStep): void {
    const member = memberOf(step);
    if (step.position <= member.position) return;
    const use = step.kind === 'merge' ? { context, absorbed: absorbedBy(step) } : { context };
    through(member, step, () => applyStep(member, step, use));
  }

  function absorbedBy(step: MergeStep): Member {
    foldUpTo(step.absorbedId, step.absorbedPosition);
    return memberOf({ memberId: step.absorbedId, shard: step.absorbedShard });
  }

  /** Nothing can be missing of a member folded from nothing but her history, and what was granted to her. */
  function through(member: Member, step: LoggedStep | null, go: () => Missing | null): void {
    for (let missing = go(); missing !== null; missing = go()) {
      for (const need of missing.needs) {
        invariant(need.by === 'history', 'a member folded from nothing lacks nothing but her history');
        const history = options.ownSteps?.(member, step) ?? ownLogOf(member);
        supplyHistory(member, history, { programVersion: need.programVersion, context, shares });
      }
      supplyShares(member, missing, { shares, position: member.run?.position ?? 0 });
    }
  }

  function ownLogOf(member: Member): readonly OwnStep[] {
    const own = logs.get(member.id) ?? [];
    return own
      .filter((step) => step.kind === 'fact' || step.kind === 'decision')
      .filter((step) => step.position <= member.position);
  }

  for (const memberId of logs.keys()) foldUpTo(memberId, Number.POSITIVE_INFINITY);
  for (const member of members.values()) through(member, null, () => advanceTo(member, options.until, context));
  return members;
}
