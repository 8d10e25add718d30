import { randomUUID } from 'node:crypto';
import {
  createProblemList,
  type CommandSignature,
  type DocumentProblem,
  type Facet,
  type FactPayload,
  type FactValue,
} from '@perennial/domain';
import { createCoalescer, QueueFullError } from '../ingest/coalescer.ts';
import type { MemberPlace } from '../log/log-rows.ts';
import { liftPersonal, type FieldMeaningsOf, type LiftedSecret } from '../privacy/lift-personal.ts';
import type { WakeClock } from '../scheduling/wake-clock.ts';
import { currentHashKey } from '../keys/keyring.ts';
import { createClaim } from './claims.ts';
import type { Block } from './deciding/identity-block.ts';
import { createBlock, createRelease, createUnblock, type Release } from './pairs/identity-commands.ts';
import { refused, type CommandOutcome, type Verdict } from './deciding/outcome.ts';
import { createMerge, createUndoMerge, type Pair, type PairUse } from './pairs/pair-commands.ts';
import { createPairDecision } from './pairs/pair-decisions.ts';
import type { EntryOf, MemberAct, PairAct, QueuedCommand } from './deciding/queued-command.ts';
import { groupMax, runGroup, type GroupOptions } from './run-group.ts';

/** Who asks, and what a retry is recognised by. */
export interface CommandCall {
  /** The id of the key, user, member or device: keys of different callers have nothing to do with each other. */
  readonly caller: string;
  /** Null: one is made, and given back with the outcome. */
  readonly key: string | null;
  /** What the caller sent, as he sent it: another one under the same key is refused. */
  readonly said: FactValue;
  /** What the audit log says of it, by what it came to. Of what is refused it is not asked: nothing of that is kept. */
  readonly entryOf?: EntryOf;
  /** Whoever is erased is heard of instead of what was answered before: for callers who must not learn of her any more. */
  readonly hidesErased?: boolean;
}

export interface MemberCommandCall extends CommandCall {
  /** By the facet's table of commands: `tag`. */
  readonly command: string;
  readonly member: MemberPlace;
  readonly input: FactPayload;
  /** The caller as people read it, for the record; his id unless given. */
  readonly by?: string;
}

export interface PairCommandCall extends MemberCommandCall {
  /** The other of the two: `member` is who is named first. */
  readonly other: MemberPlace;
}

export interface Commands {
  /** Does something to a member. */
  act(call: MemberCommandCall): Promise<CommandOutcome>;
  /** Does something to two members at once, by the facet's table of commands over two. */
  actOnTwo(call: PairCommandCall): Promise<CommandOutcome>;
  /** Makes two members one. */
  merge(call: CommandCall & Pair): Promise<CommandOutcome>;
  undoMerge(call: CommandCall & { readonly mergeId: string; readonly by: string }): Promise<CommandOutcome>;
  /** Takes an identity off a member: what carries it from now on goes to whom it newly belongs. */
  releaseIdentity(call: CommandCall & Release): Promise<CommandOutcome>;
  /** Lets an identity identify nobody. */
  blockIdentity(call: CommandCall & Block): Promise<CommandOutcome>;
  unblockIdentity(call: CommandCall & { readonly identity: string }): Promise<CommandOutcome>;
  /** Commands waiting or under way. */
  readonly size: () => number;
  drain(): Promise<void>;
}

export interface CommandOptions extends GroupOptions, PairUse {
  readonly meaningsOf: FieldMeaningsOf;
  readonly clock: WakeClock;
  /** How long a caller waits for his turn and the answer. */
  readonly waitMaxMs?: number;
  /** Commands that may wait: beyond it callers are refused instead of filling the memory. */
  readonly waitingMax?: number;
}

const defaultWaitMaxMs = 3_000;
const defaultWaitingMax = 2_000;
/** A lone command waits as long as a lone fact for company. */
const lingerMs = 1;
/** One group is read and decided while another commits. */
const runsMax = 2;

/**
 * Carries out commands, each once, and answers for good (invariant E7).
 *
 * Job: recognises repeats by caller and key, lets commands that wait go together in one transaction, and answers when it is committed.
 * It knows no command by name: what facets offer stands in their own tables.
 *
 * 1. A retry gets the first answer, a rejection included; what is refused, or fails, or is not answered in time, is not kept.
 * 2. One command's failure costs itself: a group that fails is run again one by one.
 * 3. A caller is answered in a stated time; whether a command that was not was carried out, its retry tells.
 */
export function createCommands(options: CommandOptions): Commands {
  const coalescer = createCoalescer<QueuedCommand, undefined>({
    run: async (commands) => {
      await runGroup(options, commands);
      return commands.map(() => undefined);
    },
    itemsMax: groupMax,
    lingerMs,
    runsMax,
    waitingMax: options.waitingMax ?? defaultWaitingMax,
  });
  const queue: Queue = { submit: (command) => coalescer.submit([command]), options };
  return {
    act(call) {
      const said = readSaid(options.programs.facets.commands, call, options);
      if ('problems' in said) return Promise.resolve(said);
      const { member: place } = call;
      return enqueue(queue, call, { kind: 'member', ...said, place, also: [], foreseen: [], returning: [] });
    },
    actOnTwo(call) {
      const said = readSaid(options.programs.facets.pairCommands, call, options);
      if ('problems' in said) return Promise.resolve(said);
      return enqueue(queue, call, createPairDecision({ ...said, own: call.member, other: call.other }, options));
    },
    merge: (call) => enqueue(queue, call, createMerge(call, options)),
    undoMerge: (call) => enqueue(queue, call, createUndoMerge(call)),
    releaseIdentity: (call) => enqueue(queue, call, createRelease(call)),
    blockIdentity(call) {
      const { shardCount, keyring } = options;
      return enqueue(queue, call, createBlock(call, { shardCount, hashKeyId: currentHashKey(keyring).id }));
    },
    unblockIdentity: (call) => enqueue(queue, call, createUnblock(call.identity)),
    size: coalescer.size,
    drain: coalescer.drain,
  };
}

function outcomeOf(key: string, verdict: Verdict, isRepeat = false): CommandOutcome {
  return { ...verdict, key, isRepeat };
}

/** A command with its input as it reads it: with references where personal values stood. */
interface Said<Named> {
  readonly facet: Facet;
  readonly command: Named;
  readonly input: unknown;
  readonly by: string;
  readonly secrets: readonly LiftedSecret[];
}

/** What is asked for, by a table of commands; or what is wrong with it. */
function readSaid<Named extends CommandSignature<unknown>>(
  table: ReadonlyMap<string, { readonly facet: Facet; readonly command: Named }>,
  { command: name, input, caller, by = caller, key }: MemberCommandCall,
  { meaningsOf }: CommandOptions,
): Said<Named> | (CommandOutcome & { readonly problems: readonly DocumentProblem[] }) {
  const found = table.get(name);
  const list = createProblemList();
  if (found === undefined) list.add('document.not_a_choice', 'command', `There is no command ${name}.`);
  const { payload, secrets } = liftPersonal(name, input, meaningsOf);
  const read = found?.command.read(payload, { path: '', problems: list });
  const { problems } = list;
  if (found === undefined || problems.length > 0)
    return { ...outcomeOf(key ?? '', refused('request.invalid')), problems };
  if (key === null && found.command.isKeyRequired)
    return { ...outcomeOf('', refused('command.key_required')), problems };
  return { ...found, input: read, by, secrets };
}

interface Queue {
  readonly submit: (command: QueuedCommand) => Promise<unknown>;
  readonly options: CommandOptions;
}

async function enqueue(
  { submit, options }: Queue,
  call: CommandCall,
  act: MemberAct | PairAct,
): Promise<CommandOutcome> {
  const key = call.key ?? randomUUID();
  const { promise, resolve, reject } = Promise.withResolvers<CommandOutcome>();
  const claim = createClaim(options.keyring, { caller: call.caller, key, body: call.said });
  const settle = (verdict: Verdict, isRepeat: boolean): void => {
    queued.isSettled = true;
    resolve(outcomeOf(key, verdict, isRepeat));
  };
  const entryOf = call.entryOf ?? null;
  const { hidesErased = false } = call;
  const queued: QueuedCommand = { claim, act, entryOf, hidesErased, attempts: 0, isSettled: false, settle };
  submit(queued).catch((error: unknown) => {
    if (error instanceof QueueFullError) settle(refused('command.queue_full'), false);
    else reject(error);
  });
  return answerInTime(queued, promise, options);
}

/** Who waits no longer is not carried out any more, unless it is under way. */
async function answerInTime(
  queued: QueuedCommand,
  answer: Promise<CommandOutcome>,
  { clock, waitMaxMs = defaultWaitMaxMs }: CommandOptions,
): Promise<CommandOutcome> {
  const ended = new AbortController();
  const late = clock.wait(waitMaxMs, ended.signal).then(() => queued.settle(refused('command.timed_out'), false));
  // With a reason of its own, for which no error is made: one with its stack for every command costs more than the timer.
  const outcome = await answer.finally(() => ended.abort('answered'));
  await late;
  return outcome;
}
