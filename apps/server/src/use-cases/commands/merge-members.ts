import type { MemberId } from '@perennial/domain';
import type { Commands } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { FindMember } from '../members/find-member.ts';
import { referredMember } from '../members/referred-member.ts';
import type { ResolveReference } from '../members/resolve-reference.ts';
import { carryOut } from './carry-out.ts';
import { commandCallOf, idIn } from './command-call.ts';
import { findLiving } from './find-living.ts';

export interface MergeMembersDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'merge'>;
  readonly findMember: FindMember;
  readonly resolveReference: ResolveReference;
}

export interface MergeRequest {
  /** Who stays. */
  readonly memberId: string;
  /** A reference to whom she takes in. */
  readonly absorb: string;
  readonly reason: string;
}

export interface MergeAnswer {
  readonly mergeId: string;
  readonly survivorId: MemberId;
  readonly absorbedId: MemberId;
}

export type MergeMembers = (context: CallContext, request: MergeRequest) => Promise<MergeAnswer>;

/** Makes two members one, by the rules of merges that facts bring about. Throws `member.not_found`, `merge.…`, `member.erased`. */
export function createMergeMembers(dependencies: MergeMembersDependencies): MergeMembers {
  const { audit, commands, findMember, resolveReference } = dependencies;
  return async (context, { memberId, absorb, reason }) => {
    const act = { action: 'member.merged', subject: memberId } as const;
    const done = await carryOut(audit, { context, act }, async ({ note, entryOf }) => {
      note({ reason });
      const other = await referredMember(absorb, resolveReference);
      note({ subject: `${memberId}/${other}` });
      const survivor = await findLiving(findMember, memberId, context.caller);
      const absorbed = await findLiving(findMember, other, context.caller);
      const call = commandCallOf(context, { command: 'merge', memberId, absorb, reason });
      return commands.merge({ ...call, entryOf, survivor, absorbed, by: nameOfCaller(context.caller) });
    });
    return {
      mergeId: idIn(done, 'mergeId'),
      survivorId: idIn<MemberId>(done, 'survivorId'),
      absorbedId: idIn<MemberId>(done, 'absorbedId'),
    };
  };
}
