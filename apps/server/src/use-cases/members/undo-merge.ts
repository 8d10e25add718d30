import type { MemberId } from '@perennial/domain';
import type { UndoOutcome } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { FindMember } from './find-member.ts';

export interface UndoMergeDependencies {
  readonly audit: Audit;
  readonly findMember: FindMember;
  readonly undo: (mergeId: string, by: string) => Promise<UndoOutcome>;
  /** Both hold fewer identities then: what a limit forbade may come about. */
  readonly retryRefusedLinksOf: (members: readonly MemberId[]) => Promise<void>;
}

export interface UndoMergeRequest {
  /** Either side of the merge. */
  readonly memberId: string;
  readonly mergeId: string;
  readonly reason: string;
}

export type UndoMerge = (
  context: CallContext,
  request: UndoMergeRequest,
) => Promise<{ readonly survivorId: MemberId; readonly splitId: MemberId }>;

/** Takes a merge back. Throws `member.not_found`, and the code of the refusal when it cannot be. */
export function createUndoMerge({ audit, findMember, undo, retryRefusedLinksOf }: UndoMergeDependencies): UndoMerge {
  return (context, { memberId, mergeId, reason }) =>
    audit.act(context, { action: 'member.merge_undone', subject: `${memberId}/${mergeId}` }, async (note) => {
      await findMember(memberId, context.caller);
      note({ reason });
      const outcome = await undo(mergeId, nameOfCaller(context.caller));
      if (outcome.kind === 'refused') throw new ProblemError(outcome.code);
      const { survivorId, splitId } = outcome;
      await retryRefusedLinksOf([survivorId, splitId]);
      return { survivorId, splitId };
    });
}
