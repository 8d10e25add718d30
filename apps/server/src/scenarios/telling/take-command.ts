import { canonicalJson } from '@perennial/domain';
import type { FactPayload } from '@perennial/domain';
import type { CommandOutcome } from '@perennial/engine';
import { randomUUID } from 'node:crypto';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { referredMember } from '../../use-cases/members/referred-member.ts';
import type { Stage } from '../stage/stage.ts';
import type { StoryCommand } from '../story/story.ts';
import { fromCommandAnswer, toCommandInput } from './instants-of-commands.ts';

/** What a command was answered: what it did, or why not, with the facts of the case. */
export type CommandHeard = { readonly answer: FactPayload } | { readonly rejection: FactPayload };

/** What was first asked for under a key, and for which merge. */
export type UsedKeys = Map<string, { readonly said: string; readonly mergeId: string | undefined }>;

interface Taking {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly keys: UsedKeys;
  /** By whose clocks times are said. */
  readonly zone: string;
}

interface Asked {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly memberId: string;
  readonly input: FactPayload;
  /** The merge that was named, or taken back under the same key before. */
  readonly mergeId: string | undefined;
}

interface Answered {
  readonly answer: FactPayload;
  readonly mergeId?: string;
}

/** Has a command carried out as the API has it, with a key of its own unless it brings one. */
export async function takeCommand(taking: Taking, command: StoryCommand): Promise<CommandHeard> {
  const { stage, keys } = taking;
  const { name, member, other, input, key = randomUUID() } = command;
  const said = { name, member, ...(other === undefined ? {} : { other }), input };
  const context = { ...taking.context, command: { key, said } };
  const used = keys.get(key);
  try {
    const ofPair = Object.hasOwn(ofPairs, name) ? ofPairs[name] : undefined;
    if (ofPair?.isKeyOfStory === true && used !== undefined && used.said !== canonicalJson(said))
      return { rejection: { code: 'command.key_reused' } };
    const memberId = await referredMember(member, stage.useCases.members.resolveReference);
    const unknown = ofPair === undefined ? undefined : Object.keys(input).find((one) => !ofPair.takes.includes(one));
    if (unknown !== undefined) return { rejection: { code: 'request.invalid', path: unknown } };
    if (ofPair === undefined) return heardOf(await act(taking, context, { ...command, memberId }));
    const mergeId = textOf(input, 'mergeId') || used?.mergeId;
    const done = await ofPair.run({ stage, context, memberId, input, mergeId });
    keys.set(key, { said: canonicalJson(said), mergeId: done.mergeId });
    return { answer: done.answer };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { rejection: { code: error.code, ...error.facts.context } };
  }
}

/** A command of any facet, over one member or two. */
async function act(
  { stage, zone }: Taking,
  context: CallContext,
  { name, memberId, other, input }: StoryCommand & { readonly memberId: string },
): Promise<CommandOutcome> {
  const { memberCommands, members } = stage.useCases;
  const asked = { memberId, command: name, input: toCommandInput(input, zone) };
  if (other === undefined) return memberCommands.actOnOne(context, asked);
  return memberCommands.actOnTwo(context, { ...asked, otherId: await referredMember(other, members.resolveReference) });
}

function heardOf(outcome: CommandOutcome): CommandHeard {
  if (outcome.kind === 'done') return { answer: fromCommandAnswer(outcome.answer) };
  const { code } = outcome;
  if (outcome.kind === 'rejected') return { rejection: { code, ...outcome.facts } };
  const problems = (outcome.problems ?? []).map(({ path, message }) => ({ path, message }));
  return { rejection: { code, ...(problems.length === 0 ? {} : { problems }) } };
}

interface OfPair {
  /** Names of what may stand in its input. */
  readonly takes: readonly string[];
  /** The story itself sees to it that its key stands for one thing: the API takes no key, or what the key stands for is found here. */
  readonly isKeyOfStory?: boolean;
  readonly run: (asked: Asked) => Promise<Answered>;
}

/** What the API has routes of its own for. */
const ofPairs: Readonly<Record<string, OfPair>> = {
  merge: {
    takes: ['absorb', 'reason'],
    async run({ stage, context, memberId, input }) {
      const absorb = textOf(input, 'absorb');
      const request = { memberId, absorb, reason: reasonOf(input) };
      return { answer: { ...(await stage.useCases.memberCommands.merge(context, request)) } };
    },
  },
  undoMerge: {
    takes: ['mergeId', 'reason'],
    isKeyOfStory: true,
    async run(asked) {
      const { stage, context, memberId, input } = asked;
      const mergeId = asked.mergeId ?? (await lastMergeOf(asked));
      const request = { memberId, mergeId, reason: reasonOf(input) };
      return { answer: { ...(await stage.useCases.memberCommands.undoMerge(context, request)) }, mergeId };
    },
  },
  releaseIdentity: {
    takes: ['identity', 'reason'],
    async run({ stage, context, memberId, input }) {
      const request = { memberId, identity: textOf(input, 'identity'), reason: reasonOf(input) };
      return { answer: { ...(await stage.useCases.memberCommands.releaseIdentity(context, request)) } };
    },
  },
  erase: {
    takes: ['reason'],
    isKeyOfStory: true,
    async run({ stage, context, memberId, input }) {
      const request = { memberId, confirm: memberId, reason: reasonOf(input) };
      const { mentions, ...erased } = await stage.useCases.members.erase(context, request);
      return { answer: { ...erased, mentions: mentions.map((one) => ({ ...one })) } };
    },
  },
};

/** The last one that can be undone. Throws `merge.not_found`. */
async function lastMergeOf({ stage, context, memberId }: Asked): Promise<string> {
  const { items } = await stage.useCases.members.merges(context, { memberId, limit: 200 });
  const last = items.find(({ canUndo }) => canUndo);
  if (last === undefined) throw new ProblemError('merge.not_found');
  return last.id;
}

function textOf(input: FactPayload, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

function reasonOf(input: FactPayload): string {
  return textOf(input, 'reason') || 'told by a story';
}
