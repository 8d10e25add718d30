import { findMembers, type Found, type Wanted } from './deciding/bring-to-date.ts';
import { claimAll, keepAnswers } from './claims.ts';
import type { CommandStore, CommandTransaction } from './deciding/command-store.ts';
import { decideMembers, type DecideOptions } from './deciding/decide-members.ts';
import type { LogRow } from '../log/log-rows.ts';
import { refused, rejected, type Verdict } from './deciding/outcome.ts';
import {
  OvertakenError,
  type Growth,
  type MemberCommand,
  type Overtaking,
  type QueuedCommand,
} from './deciding/queued-command.ts';

export interface GroupOptions extends DecideOptions {
  readonly store: CommandStore;
  /**
   * Called after the commit with the shards that have grown; by what, shard by shard and ascending by position, where it is at hand;
   * and with when the first of those who were written falls due.
   */
  readonly signal: (shards: readonly number[], rows: readonly LogRow[], nextWakeAt: number | null) => void;
}

/** Commands of one transaction: more would hold the heads, and each other's members, too long. */
export const groupMax = 64;
/** Each attempt loses to somebody who got further; a member who is moved as often as this is left alone for a while. */
const attemptsMax = 5;

/**
 * Carries out commands, as many as go together in one transaction, and settles each as soon as its answer is committed. Two for one
 * member go one after the other, and so do two under one key.
 *
 * What fails fails all that are not settled yet: the caller runs them again one by one, so that nobody fails for another's sake.
 */
export async function runGroup(options: GroupOptions, commands: readonly QueuedCommand[]): Promise<void> {
  const alone = new Set<QueuedCommand>();
  let open = commands;
  for (;;) {
    open = open.filter(({ isSettled }) => !isSettled);
    const part = partOf(open, alone);
    if (part.length === 0) return;
    const overtaken = await attempt(options, part);
    for (const [command, news] of overtaken) {
      beginAgain(command, news);
      if (Object.keys(news).length === 0) alone.add(command);
    }
    open = [...open.filter((command) => !overtaken.has(command)), ...overtaken.keys()];
  }
}

function isOfMember(command: QueuedCommand): command is MemberCommand {
  return command.act.kind === 'member';
}

/** The first one that is open, and what can go with it. */
function partOf(open: readonly QueuedCommand[], alone: ReadonlySet<QueuedCommand>): readonly QueuedCommand[] {
  const [first] = open;
  if (first === undefined) return [];
  if (!isOfMember(first) || alone.has(first)) return [first];
  const part: QueuedCommand[] = [];
  const busy = new Set<string>();
  for (const command of open) {
    if (!isOfMember(command) || alone.has(command)) continue;
    const names = [command.act.place.id, command.claim.id];
    if (names.some((name) => busy.has(name))) continue;
    for (const name of names) busy.add(name);
    part.push(command);
    if (part.length === groupMax) break;
  }
  return part;
}

const nobody: ReadonlyMap<QueuedCommand, Overtaking> = new Map();

/** One transaction; answers who was overtaken: nothing of theirs was kept. */
async function attempt(
  options: GroupOptions,
  part: readonly QueuedCommand[],
): Promise<ReadonlyMap<QueuedCommand, Overtaking>> {
  try {
    const { repeated, verdicts, grown, overtaken } = await options.store.transaction('commands', (transaction) =>
      carryOut(transaction, part, options),
    );
    for (const [command, verdict] of repeated) command.settle(verdict, verdict.kind !== 'refused');
    for (const [command, verdict] of verdicts) command.settle(verdict, false);
    if (grown.shards.length > 0) options.signal(grown.shards, grown.rows, grown.nextWakeAt);
    return overtaken.length === 0 ? nobody : new Map(overtaken.map((command) => [command, {}]));
  } catch (error) {
    if (error instanceof OvertakenError) return error.overtaken;
    throw error;
  }
}

/** What the logs have grown by. */
interface Grown {
  readonly shards: readonly number[];
  readonly rows: readonly LogRow[];
  readonly nextWakeAt: number | null;
}

const nothingGrown: Grown = { shards: [], rows: [], nextWakeAt: null };

interface CarriedOut {
  readonly repeated: ReadonlyMap<QueuedCommand, Verdict>;
  readonly verdicts: ReadonlyMap<QueuedCommand, Verdict>;
  readonly grown: Grown;
  readonly overtaken: readonly QueuedCommand[];
}

async function carryOut(
  transaction: CommandTransaction,
  part: readonly QueuedCommand[],
  options: DecideOptions,
): Promise<CarriedOut> {
  const ofMembers = part.filter(isOfMember);
  if (ofMembers.length === 0) return carryOutPairs(transaction, part);
  // Asked for at once: that a key was used before is too rare for its member to wait until it is known.
  const [{ fresh, repeated: answered }, found] = await Promise.all([
    claimAll(transaction, ofMembers),
    findMembers(transaction, wantedOf(ofMembers)),
  ]);
  const repeated = withoutErased(answered, found);
  if (fresh.length === 0) {
    await writeAudit(transaction, repeated);
    return { repeated, verdicts: new Map(), grown: nothingGrown, overtaken: [] };
  }
  const { verdicts, rows, nextWakeAt, overtaken, write } = await decideMembers(
    transaction,
    { commands: fresh, found },
    options,
  );
  await Promise.all([
    write(),
    keepAnswers(transaction, verdicts, overtaken),
    writeAudit(transaction, new Map([...repeated, ...verdicts])),
  ]);
  const grown = grownBy({ shards: new Set(rows.map(({ shard }) => shard)), rows, nextWakeAt });
  return { repeated, verdicts, grown, overtaken };
}

/** An answer of before gives way, for those who must not hear it, where the member has been erased since. */
function withoutErased(
  repeated: ReadonlyMap<MemberCommand, Verdict>,
  { members }: Found,
): ReadonlyMap<MemberCommand, Verdict> {
  if (repeated.size === 0) return repeated;
  const erased = new Set<string>(members.flatMap(({ id, status }) => (status === 'erased' ? [id] : [])));
  return new Map(
    [...repeated].map(([command, verdict]) => {
      const isHidden = command.hidesErased && verdict.kind !== 'refused' && erased.has(command.act.place.id);
      return [command, isHidden ? rejected('member.erased') : verdict];
    }),
  );
}

function wantedOf(commands: readonly MemberCommand[]): Wanted {
  return { places: commands.map(({ act }) => act.place), also: commands.flatMap(({ act }) => act.also) };
}

async function carryOutPairs(transaction: CommandTransaction, part: readonly QueuedCommand[]): Promise<CarriedOut> {
  const growth: Growth = { shards: new Set(), rows: [], nextWakeAt: null };
  const { fresh, repeated: answered } = await claimAll(transaction, part);
  const repeated = await withoutErasedPairs(transaction, answered);
  const verdicts = new Map<QueuedCommand, Verdict>();
  for (const command of fresh) {
    if (command.act.kind !== 'pair') continue;
    const verdict = await command.act.carryOut(transaction, growth);
    if (verdict === 'overtaken') throw new OvertakenError(new Map([[command, {}]]));
    verdicts.set(command, verdict);
  }
  await Promise.all([keepAnswers(transaction, verdicts), writeAudit(transaction, new Map([...repeated, ...verdicts]))]);
  return { repeated, verdicts, grown: grownBy(growth), overtaken: [] };
}

function grownBy({ shards, rows, nextWakeAt }: Omit<Grown, 'shards'> & { readonly shards: Iterable<number> }): Grown {
  const sorted = rows.toSorted((a, b) => a.shard - b.shard || a.position - b.position);
  return { shards: [...shards], rows: sorted, nextWakeAt };
}

/** An answer of before gives way, as for commands on one member. */
async function withoutErasedPairs(
  transaction: CommandTransaction,
  repeated: ReadonlyMap<QueuedCommand, Verdict>,
): Promise<ReadonlyMap<QueuedCommand, Verdict>> {
  const heard = new Map(repeated);
  for (const [command, verdict] of repeated) {
    const { act, hidesErased } = command;
    if (!hidesErased || verdict.kind === 'refused' || act.kind !== 'pair' || act.places.length === 0) continue;
    if (await transaction.isErased(act.places)) heard.set(command, rejected('member.erased'));
  }
  return heard;
}

/** Says of all that have their answer who asked for what, also of those that were answered before. */
async function writeAudit(
  transaction: CommandTransaction,
  verdicts: ReadonlyMap<QueuedCommand, Verdict>,
): Promise<void> {
  const entries = [...verdicts].flatMap(([{ entryOf }, verdict]) =>
    entryOf === null || verdict.kind === 'refused' ? [] : [entryOf(verdict)],
  );
  if (entries.length > 0) await transaction.writeAudit(entries);
}

function beginAgain(command: QueuedCommand, { place, also, foreseen, returning }: Overtaking): void {
  command.attempts += 1;
  if (command.attempts >= attemptsMax) command.settle(refused('command.busy'), false);
  if (command.act.kind !== 'member') return;
  if (place !== undefined) command.act.place = place;
  if (also !== undefined) command.act.also = also;
  if (foreseen !== undefined) command.act.foreseen = foreseen;
  if (returning !== undefined) command.act.returning = returning;
}
