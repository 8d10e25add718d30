import type { FactPayload } from '@perennial/domain';
import type { UndoOutcome } from '@perennial/engine';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { authorOf } from '../program/drafts.ts';
import type { FindMember, FoundMember } from './find-member.ts';

export interface ErasedMember {
  readonly identitiesErased: number;
  readonly secretsErased: number;
  readonly factsKept: number;
}

/** Who asked for it, and why. */
export interface Said {
  readonly by: string;
  readonly reason: string;
}

export interface MemberActionDependencies {
  readonly findMember: FindMember;
  /** Puts a fact about a known member into her log and resolves when it is folded. */
  readonly takeFact: (
    member: FoundMember,
    fact: { readonly type: string; readonly payload: FactPayload },
  ) => Promise<void>;
  readonly tagsOf: (member: FoundMember) => Promise<readonly string[]>;
  readonly undoMerge: (mergeId: string, by: string) => Promise<UndoOutcome>;
  /** Everything stored about the member, personal data in clear, one JSON object a line. */
  readonly exportMember: (member: FoundMember, said: Said) => AsyncIterable<string>;
  readonly eraseMember: (member: FoundMember, said: Said) => Promise<ErasedMember>;
}

type ActionHandlers = Pick<GroupHandlers<'members'>, 'addTag' | 'removeTag' | 'undoMerge' | 'export' | 'erase'>;

/** What people do to a member. Tags are facts like any other, so that they are folded, replayed and explained alike. */
export function createMemberActionHandlers(dependencies: MemberActionDependencies): ActionHandlers {
  const { findMember, takeFact, tagsOf } = dependencies;
  const changeTag = async (member: FoundMember, type: 'tag.added' | 'tag.removed', tag: string) => {
    if (member.status === 'erased') throw new ProblemError('member.erased');
    await takeFact(member, { type, payload: { tag } });
    return { tags: [...(await tagsOf(member))] };
  };
  return {
    addTag: async ({ params, caller }) => changeTag(await findMember(params.memberId, caller), 'tag.added', params.tag),
    removeTag: async ({ params, caller }) =>
      changeTag(await findMember(params.memberId, caller), 'tag.removed', params.tag),
    undoMerge: async ({ params, body, caller, note }) => {
      await findMember(params.memberId, caller);
      note({ reason: body.reason });
      const outcome = await dependencies.undoMerge(params.mergeId, authorOf(caller));
      if (outcome.kind === 'refused') throw new ProblemError(outcome.code);
      return { survivorId: outcome.survivorId, splitId: outcome.splitId };
    },
    export: async ({ params, body, caller, note }) => {
      const member = await findMember(params.memberId, caller);
      note({ reason: body.reason });
      return {
        fileName: `member-${member.memberId}.ndjson`,
        parts: dependencies.exportMember(member, { by: authorOf(caller), reason: body.reason }),
      };
    },
    erase: async ({ params, body, caller, note }) => {
      const member = await findMember(params.memberId, caller);
      note({ reason: body.reason });
      if (body.confirm.toLowerCase() !== member.memberId) {
        throw new ProblemError('request.invalid', {
          errors: [{ path: '/confirm', message: 'It must be the id of the member.' }],
        });
      }
      if (member.status === 'erased') throw new ProblemError('member.erased');
      return dependencies.eraseMember(member, { by: authorOf(caller), reason: body.reason });
    },
  };
}
