import { findMembers, type Wanted } from './bring-to-date.ts';
import { claimAll, keepAnswers } from './claims.ts';
import type { CommandStore, CommandTransaction } from './command-store.ts';
import { decideMembers, type DecideOptions } from './decide-members.ts';
import { refused, type Verdict } from './outcome.ts';
import { OvertakenError, type MemberCommand, type Overtaking, type QueuedCommand } from './queued-command.ts';

export interface GroupOptions extends DecideOptions {
  readonly store: CommandStore;
  /** Called after the commit with the shards that have grown. */
  readonly signal: (shards: readonly number[]) => void;
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

/** One transaction; answers who was overtaken, in which case nothing of it was kept. */
async function attempt(
  options: GroupOptions,
  part: readonly QueuedCommand[],
): Promise<ReadonlyMap<QueuedCommand, Overtaking>> {
  const shards = new Set<number>();
  try {
    const { repeated, verdicts } = await options.store.transaction('commands', (transaction) =>
      carryOut(transaction, part, { ...options, shards }),
    );
    if (shards.size > 0) options.signal([...shards]);
    for (const [command, verdict] of repeated) command.settle(verdict, verdict.kind !== 'refused');
    for (const [command, verdict] of verdicts) command.settle(verdict, false);
    return nobody;
  } catch (error) {
    if (error instanceof OvertakenError) return error.overtaken;
    throw error;
  }
}

interface CarriedOut {
  readonly repeated: ReadonlyMap<QueuedCommand, Verdict>;
  readonly verdicts: ReadonlyMap<QueuedCommand, Verdict>;
}

async function carryOut(
  transaction: CommandTransaction,
  part: readonly QueuedCommand[],
  options: DecideOptions & { readonly shards: Set<number> },
): Promise<CarriedOut> {
  const ofMembers = part.filter(isOfMember);
  if (ofMembers.length === 0) return carryOutPairs(transaction, part, options);
  // Asked for at once: that a key was used before is too rare for its member to wait until it is known.
  const [{ fresh, repeated }, found] = await Promise.all([
    claimAll(transaction, ofMembers),
    findMembers(transaction, wantedOf(ofMembers)),
  ]);
  if (fresh.length === 0) {
    await writeAudit(transaction, repeated);
    return { repeated, verdicts: new Map() };
  }
  const { verdicts, shards, write } = await decideMembers(transaction, { commands: fresh, found }, options);
  await Promise.all([
    write(),
    keepAnswers(transaction, verdicts),
    writeAudit(transaction, new Map([...repeated, ...verdicts])),
  ]);
  for (const shard of shards) options.shards.add(shard);
  return { repeated, verdicts };
}

function wantedOf(commands: readonly MemberCommand[]): Wanted {
  return { places: commands.map(({ act }) => act.place), also: commands.flatMap(({ act }) => act.also) };
}

async function carryOutPairs(
  transaction: CommandTransaction,
  part: readonly QueuedCommand[],
  { shards }: { readonly shards: Set<number> },
): Promise<CarriedOut> {
  const { fresh, repeated } = await claimAll(transaction, part);
  const verdicts = new Map<QueuedCommand, Verdict>();
  for (const command of fresh) {
    if (command.act.kind !== 'pair') continue;
    const verdict = await command.act.carryOut(transaction, shards);
    if (verdict === 'overtaken') throw new OvertakenError(new Map([[command, {}]]));
    verdicts.set(command, verdict);
  }
  await Promise.all([keepAnswers(transaction, verdicts), writeAudit(transaction, new Map([...repeated, ...verdicts]))]);
  return { repeated, verdicts };
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

function beginAgain(command: QueuedCommand, { place, also, foreseen }: Overtaking): void {
  command.attempts += 1;
  if (command.attempts >= attemptsMax) command.settle(refused('command.busy'), false);
  if (command.act.kind !== 'member') return;
  if (place !== undefined) command.act.place = place;
  if (also !== undefined) command.act.also = also;
  if (foreseen !== undefined) command.act.foreseen = foreseen;
}
