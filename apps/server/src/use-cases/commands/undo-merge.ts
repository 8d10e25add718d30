import type { MemberId } from '@perennial/domain';
import type { Commands } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { FindMember } from '../members/find-member.ts';
import { carryOut } from './carry-out.ts';
import { commandCallOf, idIn } from './command-call.ts';
import { findLiving } from './find-living.ts';

export interface UndoMergeDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'undoMerge'>;
  readonly findMember: FindMember;
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
export function createUndoMerge({
  audit,
  commands,
  findMember,
  retryRefusedLinksOf,
}: UndoMergeDependencies): UndoMerge {
  return async (context, { memberId, mergeId, reason }) => {
    const act = { action: 'member.merge_undone', subject: `${memberId}/${mergeId}` } as const;
    const done = await carryOut(audit, { context, act }, async ({ note, entryOf }) => {
      await findLiving(findMember, memberId, context.caller);
      note({ reason });
      const call = commandCallOf(context, { command: 'undoMerge', memberId, mergeId, reason });
      return commands.undoMerge({ ...call, entryOf, mergeId, by: nameOfCaller(context.caller) });
    });
    const survivorId = idIn<MemberId>(done, 'survivorId');
    const splitId = idIn<MemberId>(done, 'splitId');
    await retryRefusedLinksOf([survivorId, splitId]);
    return { survivorId, splitId };
  };
}
