import {
  programAt,
  type FactStep,
  type FoldContext,
  type Hints,
  type LoggedStep,
  type Member,
  type Missing,
  type Need,
} from '@perennial/domain';
import type { MemberNeeds } from './fold-store.ts';

/** What a step lacks, and the absorbed member of a merge. */
export interface Stop {
  readonly missing: Missing;
  readonly absorbed?: Member;
}

/** A member's steps within one batch, in order, and how far they have been applied. */
export interface MemberList {
  readonly member: Member;
  readonly steps: readonly LoggedStep[];
  next: number;
  /** What stopped the list: something to load or to take, or the error that parks the member. */
  stop: 'none' | Stop | { readonly error: unknown };
  /** Shares that were taken for her in this batch: given back when she is parked. */
  readonly taken: {
    readonly shard: number;
    readonly resource: string;
    readonly asked: number;
    readonly granted: number;
  }[];
}

export function createMemberList(member: Member, steps: readonly LoggedStep[]): MemberList {
  return { member, steps, next: 0, stop: 'none', taken: [] };
}

/**
 * What the causes alone say that the batch needs, for all lists in one go: most steps are then applied without stopping. Nothing is
 * known yet that the causes do not say, so a late step stops once more.
 */
export function hintedNeeds(lists: Iterable<MemberList>, context: FoldContext): readonly MemberNeeds[] {
  const hinted: MemberNeeds[] = [];
  const found: { needs: Need[] | null } = { needs: null };
  const hints: Hints = { add: (need) => void (found.needs ??= []).push(need) };
  for (const { member, steps } of lists) {
    if (member.isNew) continue;
    for (const step of steps) {
      if (step.kind === 'fact' && step.position > member.position) hintFact(step, context, hints);
    }
    if (found.needs !== null) hinted.push({ member, needs: found.needs });
    found.needs = null;
  }
  return hinted;
}

function hintFact(step: FactStep, context: FoldContext, hints: Hints): void {
  const { dispatch } = programAt(context, step.recordedAt);
  for (const { handler } of dispatch.facts.get(step.type) ?? dispatch.otherFacts) handler.hint?.(step, hints);
}
