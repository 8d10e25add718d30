import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { tagsOf } from '../registers/registers.ts';
import type { FindMember } from './find-member.ts';
import type { TakeMemberFact } from './take-member-fact.ts';

export interface TagMemberDependencies {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly reader: MemberReader;
  readonly takeFact: TakeMemberFact;
}

export interface TagRequest {
  readonly memberId: string;
  readonly tag: string;
}

/** Answers all tags that she has then. */
type ChangeTag = (context: CallContext, request: TagRequest) => Promise<{ readonly tags: string[] }>;

export interface TagMember {
  /** Throws `member.not_found`, `member.erased`. */
  add: ChangeTag;
  /** Throws `member.not_found`, `member.erased`. */
  remove: ChangeTag;
}

/** Tags are facts like any other, so that they are folded, replayed and explained alike. */
export function createTagMember(dependencies: TagMemberDependencies): TagMember {
  const { audit, world, findMember, reader, takeFact } = dependencies;
  const change =
    (action: 'member.tag_added' | 'member.tag_removed', type: 'tag.added' | 'tag.removed'): ChangeTag =>
    (context, { memberId, tag }) =>
      audit.act(context, { action, subject: `${memberId}/${tag}` }, async () => {
        const member = await findMember(memberId, context.caller);
        const isTaken = member.status !== 'erased' && (await takeFact(member, { type, payload: { tag } }));
        if (!isTaken) throw new ProblemError('member.erased');
        const { registers } = await reader.judge(member, asOfIn(world, undefined));
        return { tags: tagsOf(registers) };
      });
  return {
    add: change('member.tag_added', 'tag.added'),
    remove: change('member.tag_removed', 'tag.removed'),
  };
}
