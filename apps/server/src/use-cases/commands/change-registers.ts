import { knownFacts } from '@perennial/contracts/ingest';
import type { FactPayload } from '@perennial/domain';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { tagsOf } from '../registers/registers.ts';
import { createActOnOne } from './act-on-one.ts';
import type { ActOnOneDependencies } from './act-on-one.ts';
import { doneOf } from './command-call.ts';

export interface RegisterCommandDependencies extends ActOnOneDependencies {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly reader: MemberReader;
}

export interface TagRequest {
  readonly memberId: string;
  readonly tag: string;
}

/** Answers all tags that she has then. */
type ChangeTag = (context: CallContext, request: TagRequest) => Promise<{ readonly tags: string[] }>;

export interface AttributesRequest {
  readonly memberId: string;
  readonly attributes: FactPayload;
}

/** All throw `member.not_found`, `member.erased` and what is said of commands by their runner. */
export interface RegisterCommands {
  readonly tags: { readonly add: ChangeTag; readonly remove: ChangeTag };
  /** Throws `request.invalid` as well: attributes are held to what facts are held to. */
  setAttributes(context: CallContext, request: AttributesRequest): Promise<{ readonly changed: number }>;
}

/** What staff know of a member and say so: tags and attributes. */
export function createRegisterCommands(dependencies: RegisterCommandDependencies): RegisterCommands {
  const { audit, world, findMember, reader } = dependencies;
  const actOnOne = createActOnOne(dependencies);
  const change =
    (audited: 'member.tag_added' | 'member.tag_removed', action: 'add' | 'remove'): ChangeTag =>
    (context, { memberId, tag }) =>
      audit.act(context, { action: audited, subject: `${memberId}/${tag}` }, async () => {
        const done = doneOf(await actOnOne(context, { memberId, command: 'tag', input: { tag, action } }));
        // Whom it was done to: who is named may have been taken in by somebody.
        const member = await findMember(done.memberId, context.caller);
        const { registers } = await reader.judge(member, asOfIn(world, undefined));
        return { tags: tagsOf(registers) };
      });
  return {
    tags: { add: change('member.tag_added', 'add'), remove: change('member.tag_removed', 'remove') },
    setAttributes: (context, { memberId, attributes }) =>
      audit.act(context, { action: 'member.attributes_changed', subject: memberId }, async () => {
        checkAttributes(attributes);
        const input = { attributes };
        const done = doneOf(await actOnOne(context, { memberId, command: 'attribute', input }));
        return { changed: Number(done.answer['changed'] ?? 0) };
      }),
  };
}

/** By the rules of the fact that says the same. Throws `request.invalid`. */
export function checkAttributes(attributes: unknown): void {
  const { error } = knownFacts['attributes.changed'].safeParse({ attributes });
  if (error === undefined) return;
  const errors = error.issues.map(({ path, message }) => ({ path: `/${path.map(String).join('/')}`, message }));
  throw new ProblemError('request.invalid', { errors });
}
