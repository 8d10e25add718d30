import { detailOfIssue } from '@perennial/contracts';
import { knownFacts } from '@perennial/contracts/ingest';
import type { FactPayload } from '@perennial/domain';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import type { FindMember } from '../members/find-member.ts';
import { businessSightOf, namesCost } from '../reading/sight.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { isMaskedText } from '../personal-data/mask-text.ts';
import { maskTags, tagsOf } from '../registers/registers.ts';
import { createActOnOne } from './act-on-one.ts';
import type { ActOnOne, ActOnOneDependencies } from './act-on-one.ts';
import { carryOut } from './carry-out.ts';
import type { Done } from './command-call.ts';

export interface RegisterCommandDependencies extends ActOnOneDependencies {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
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

export interface OverrideRequest extends AttributesRequest {
  readonly reason: string;
}

/** All throw `member.not_found`, `member.erased` and what is said of commands by their runner. */
export interface RegisterCommands {
  readonly tags: { readonly add: ChangeTag; readonly remove: ChangeTag };
  /** Throws `request.invalid` as well: attributes are held to what facts are held to. */
  setAttributes(context: CallContext, request: AttributesRequest): Promise<{ readonly changed: number }>;
  /** The same past every lock; who may, the route says. */
  overrideAttributes(context: CallContext, request: OverrideRequest): Promise<{ readonly changed: number }>;
}

/** What staff know of a member and say so: tags and attributes. */
export function createRegisterCommands(dependencies: RegisterCommandDependencies): RegisterCommands {
  const use: RegisterUse = { ...dependencies, actOnOne: createActOnOne(dependencies) };
  const change =
    (action: 'member.tag_added' | 'member.tag_removed', way: 'add' | 'remove'): ChangeTag =>
    async (context, { memberId, tag }) => {
      const act = { action, subject: `${memberId}/${tag}` };
      const done = await carryOut(use.audit, { context, act }, async ({ entryOf }) => {
        const meant = way === 'add' ? tag : await tagMeant(dependencies, { memberId, tag }, context);
        const input = { tag: meant, action: way };
        return use.actOnOne(context, { memberId, command: 'tag', input, entryOf });
      });
      return { tags: maskTags(await tagsThen(dependencies, done, context)) };
    };
  return {
    tags: { add: change('member.tag_added', 'add'), remove: change('member.tag_removed', 'remove') },
    async setAttributes(context, { memberId, attributes }) {
      const act = { action: 'member.attributes_changed', subject: memberId } as const;
      const done = await carryOut(use.audit, { context, act }, async ({ entryOf }) => {
        checkAttributes(attributes, context.caller);
        return use.actOnOne(context, { memberId, command: 'attribute', input: { attributes }, entryOf });
      });
      return { changed: Number(done.answer['changed'] ?? 0) };
    },
    async overrideAttributes(context, { memberId, attributes, reason }) {
      const act = { action: 'member.attributes_overridden', subject: memberId, reason } as const;
      const done = await carryOut(use.audit, { context, act }, async ({ entryOf }) => {
        checkAttributes(attributes, context.caller);
        const input = { attributes, reason, by: nameOfCaller(context.caller) };
        return use.actOnOne(context, { memberId, command: 'overrideAttribute', input, entryOf });
      });
      return { changed: Number(done.answer['changed'] ?? 0) };
    },
  };
}

interface RegisterUse {
  readonly audit: Audit;
  readonly actOnOne: ActOnOne;
}

/** Those that stand in the answer, so that a retry hears of the same ones; of before they stood there, those of today. */
async function tagsThen(
  { world, findMember, reader }: RegisterCommandDependencies,
  { answer, memberId }: Done,
  { caller }: CallContext,
): Promise<string[]> {
  const { tags } = answer;
  if (Array.isArray(tags)) return tags.filter((tag) => typeof tag === 'string');
  // Whom it was done to: who is named may have been taken in by somebody.
  const { registers } = await reader.judge(await findMember(memberId, caller), asOfIn(world, undefined));
  return tagsOf(registers);
}

/** A tag that people were shown masked is named by them as they saw it. */
async function tagMeant(
  { world, findMember, reader }: RegisterCommandDependencies,
  { memberId, tag }: TagRequest,
  { caller }: CallContext,
): Promise<string> {
  if (!isMaskedText(tag)) return tag;
  const { registers } = await reader.judge(await findMember(memberId, caller), asOfIn(world, undefined));
  const tags = tagsOf(registers);
  return tags[maskTags(tags).indexOf(tag)] ?? tag;
}

/**
 * By the rules of the fact that says the same. Throws `request.invalid`, and `auth.forbidden` for costs of who may not see them: whether a
 * value changed would tell it.
 */
export function checkAttributes(attributes: unknown, caller: CallContext['caller']): void {
  const names = typeof attributes === 'object' && attributes !== null ? Object.keys(attributes) : [];
  if (!businessSightOf(caller).costs && names.some(namesCost)) throw new ProblemError('auth.forbidden');
  const { error } = knownFacts['attributes.changed'].safeParse({ attributes });
  if (error === undefined) return;
  const errors = error.issues.map((issue) => detailOfIssue(issue, { attributes }, ''));
  throw new ProblemError('request.invalid', { errors });
}
