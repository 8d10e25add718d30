import type { FactPayload } from '@perennial/domain';
import type { CommandOutcome } from '@perennial/engine';
import { randomUUID } from 'node:crypto';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { referredMember } from '../../use-cases/members/referred-member.ts';
import type { Stage } from '../stage/stage.ts';
import type { StoryCommand } from '../story/story.ts';

/** What a command was answered: what it did, or why not, with the facts of the case. */
export type CommandHeard = { readonly answer: FactPayload } | { readonly rejection: FactPayload };

interface Asked {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly memberId: string;
  readonly input: FactPayload;
}

/** Has a command carried out as the API has it, with a key of its own unless it brings one. */
export async function takeCommand(stage: Stage, given: CallContext, command: StoryCommand): Promise<CommandHeard> {
  const { name, input } = command;
  const said = { name, member: command.member, input };
  const context = { ...given, command: { key: command.key ?? randomUUID(), said } };
  try {
    const memberId = await referredMember(command.member, stage.useCases.members.resolveReference);
    const asked: Asked = { stage, context, memberId, input };
    const ofPair = Object.hasOwn(ofPairs, name) ? ofPairs[name] : undefined;
    const unknown = ofPair === undefined ? undefined : Object.keys(input).find((key) => !ofPair.takes.includes(key));
    if (unknown !== undefined) return { rejection: { code: 'request.invalid', path: unknown } };
    if (ofPair !== undefined) return { answer: await ofPair.run(asked) };
    return heardOf(await stage.useCases.memberCommands.actOnOne(context, { memberId, command: name, input }));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { rejection: { code: error.code, ...error.facts.context } };
  }
}

function heardOf(outcome: CommandOutcome): CommandHeard {
  if (outcome.kind === 'done') return { answer: outcome.answer };
  const { code } = outcome;
  if (outcome.kind === 'rejected') return { rejection: { code, ...outcome.facts } };
  const problems = (outcome.problems ?? []).map(({ path, message }) => ({ path, message }));
  return { rejection: { code, ...(problems.length === 0 ? {} : { problems }) } };
}

interface OfPair {
  /** Names of what may stand in its input. */
  readonly takes: readonly string[];
  readonly run: (asked: Asked) => Promise<FactPayload>;
}

/** What the API has routes of its own for. */
const ofPairs: Readonly<Record<string, OfPair>> = {
  merge: {
    takes: ['absorb', 'reason'],
    async run({ stage, context, memberId, input }) {
      const absorb = textOf(input, 'absorb');
      return { ...(await stage.useCases.memberCommands.merge(context, { memberId, absorb, reason: reasonOf(input) })) };
    },
  },
  /** The last merge that can be undone, unless one is named. */
  undoMerge: {
    takes: ['mergeId', 'reason'],
    async run({ stage, context, memberId, input }) {
      const { items } = await stage.useCases.members.merges(context, { memberId, limit: 200 });
      const mergeId = textOf(input, 'mergeId') || (items.find(({ canUndo }) => canUndo)?.id ?? '');
      if (mergeId === '') throw new ProblemError('merge.not_found');
      return {
        ...(await stage.useCases.memberCommands.undoMerge(context, { memberId, mergeId, reason: reasonOf(input) })),
      };
    },
  },
  releaseIdentity: {
    takes: ['identity', 'reason'],
    async run({ stage, context, memberId, input }) {
      const identity = textOf(input, 'identity');
      const request = { memberId, identity, reason: reasonOf(input) };
      return { ...(await stage.useCases.memberCommands.releaseIdentity(context, request)) };
    },
  },
  erase: {
    takes: ['reason'],
    async run({ stage, context, memberId, input }) {
      const request = { memberId, confirm: memberId, reason: reasonOf(input) };
      const { mentions, ...erased } = await stage.useCases.members.erase(context, request);
      return { ...erased, mentions: mentions.map((one) => ({ ...one })) };
    },
  },
};

function textOf(input: FactPayload, name: string): string {
  const value = input[name];
  return typeof value === 'string' ? value : '';
}

function reasonOf(input: FactPayload): string {
  return textOf(input, 'reason') || 'told by a story';
}
