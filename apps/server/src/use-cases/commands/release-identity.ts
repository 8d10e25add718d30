import type { MemberId } from '@perennial/domain';
import type { Commands } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { findIdentityId } from '../members/find-identity.ts';
import type { FindIdentity } from '../members/find-identity.ts';
import type { FindMember } from '../members/find-member.ts';
import { carryOut } from './carry-out.ts';
import { commandCallOf, idIn } from './command-call.ts';
import { findLiving } from './find-living.ts';

export interface ReleaseIdentityDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'releaseIdentity'>;
  readonly findMember: FindMember;
  readonly findIdentity: FindIdentity;
  /** She holds fewer identities then: what a limit forbade may come about. */
  readonly retryRefusedLinksOf: (members: readonly MemberId[]) => Promise<void>;
}

export interface ReleaseIdentityRequest {
  readonly memberId: string;
  /** Its id, or `type:value`. */
  readonly identity: string;
  readonly reason: string;
}

export type ReleaseIdentity = (
  context: CallContext,
  request: ReleaseIdentityRequest,
) => Promise<{ readonly memberId: MemberId; readonly identityType: string }>;

/** Takes an identity off a member. Throws `member.not_found`, `member.erased`, `identity.not_found`, `identity.not_held`. */
export function createReleaseIdentity(dependencies: ReleaseIdentityDependencies): ReleaseIdentity {
  const { audit, commands, findMember, findIdentity, retryRefusedLinksOf } = dependencies;
  return async (context, { memberId, identity, reason }) => {
    const act = { action: 'member.identity_released', subject: memberId } as const;
    const done = await carryOut(audit, { context, act }, async ({ note, entryOf }) => {
      note({ reason });
      const member = await findLiving(findMember, memberId, context.caller);
      const id = await findIdentityId(findIdentity, identity);
      note({ subject: `${memberId}/${id}` });
      const call = commandCallOf(context, { command: 'releaseIdentity', memberId, identity, reason });
      const by = nameOfCaller(context.caller);
      return commands.releaseIdentity({ ...call, entryOf, member, identity: id, by });
    });
    await retryRefusedLinksOf([done.memberId]);
    return { memberId: done.memberId, identityType: idIn(done, 'identityType') };
  };
}
