import type { Member } from '@perennial/domain';
import { earliestWake } from '../../fold/fold-batch.ts';
import type { Programs } from '../../fold/programs.ts';
import type { Keyring } from '../../keys/keyring.ts';
import type { LogRow } from '../../log/log-rows.ts';
import { bringToDate, familyOf, placesOfOther, type Brought, type Found } from './bring-to-date.ts';
import type { CommandTransaction } from './command-store.ts';
import { concludeAll, decideAll, type Subject } from './decide.ts';
import { layOutDecisions, lockHeadsOf, type Decided } from './decision-step.ts';
import { keepSecrets } from './keep-secrets.ts';
import { refused, rejected, type Verdict } from './outcome.ts';
import { OvertakenError, type MemberCommand, type Overtaking } from './queued-command.ts';
import { giveBackOf, giveBackUnwritten, takeAll, type Shares } from './shares.ts';

export interface DecideOptions {
  readonly programs: Programs;
  readonly keyring: Keyring;
  readonly shardCount: number;
}

type Verdicts = Map<MemberCommand, Verdict>;

/**
 * Carries out commands on one member each, no member twice, whose keys are claimed and who are locked.
 *
 * Job: brings the members to date, lets each command decide, takes what it asks for, concludes, and applies what was concluded under
 * the heads. It writes nothing of it, keeps no answer and answers nobody: its caller does, in the same transaction.
 *
 * 1. A decision is logged only if nothing came between what it was made of and its place in the log: no step of hers, no due
 *    instant, no program version. Otherwise she is left out, or everything is rolled back where something was taken or written for her.
 * 2. No resource is taken under a head; what was taken for what is not logged is given back.
 * 3. A member is written only with a decision: what else was folded of her is left to the fold.
 */
export async function decideMembers(
  transaction: CommandTransaction,
  { commands, found }: { readonly commands: readonly MemberCommand[]; readonly found: Found },
  options: DecideOptions,
): Promise<Decisions> {
  const verdicts: Verdicts = new Map();
  const brought = await bringAllToDate(transaction, { commands, found }, options.programs);
  const subjects = await findSubjects(transaction, { commands, brought }, verdicts);
  const decided = await conclude(transaction, { subjects, brought }, verdicts);
  const written = new Set(decided.flatMap(({ member }) => familyOf(member, brought)));
  checkFamilies(decided, { brought, asked: new Set(commands.map(({ act }) => act.place.id)) });
  await giveBackUnwritten(transaction, brought.lists, written);
  if (decided.length === 0)
    return { verdicts, overtaken: [], rows: [], nextWakeAt: null, write: async () => undefined };
  const secrets = decided.map(({ queued, member }) => ({ member, secrets: queued.act.secrets }));
  if (!(await keepSecrets(transaction, secrets, { ...options, at: brought.at })))
    throw new OvertakenError(new Map(decided.map(({ queued }) => [queued, {}])));
  const { heads, overtaken } = await lockHeadsOf(transaction, decided, brought);
  const staying = leaveOut(overtaken, { decided, brought });
  for (const { member } of overtaken) written.delete(member);
  const log = await layOutDecisions(transaction, staying, { ...brought, heads });
  for (const [n, { queued, member, decision }] of staying.entries()) {
    const decisionId = log.rows[n]?.messageId ?? null;
    verdicts.set(queued, { kind: 'done', memberId: member.id, decisionId, answer: decision.answer });
  }
  const write = async (): Promise<void> => {
    await Promise.all([transaction.appendLog(log.rows, log.heads), transaction.write([...written])]);
  };
  const nextWakeAt = earliestWake([...written]);
  return { verdicts, overtaken: overtaken.map(({ queued }) => queued), rows: log.rows, nextWakeAt, write };
}

/** What came of commands, and what is to be written for it under the heads, which are held. */
export interface Decisions {
  readonly verdicts: ReadonlyMap<MemberCommand, Verdict>;
  /** Who was left out, because something came between: they hold nothing but their claims. */
  readonly overtaken: readonly MemberCommand[];
  /** By which logs grow. */
  readonly rows: readonly LogRow[];
  /** When the first of those who are written falls due. */
  readonly nextWakeAt: number | null;
  readonly write: () => Promise<void>;
}

async function bringAllToDate(
  transaction: CommandTransaction,
  { commands, found }: { readonly commands: readonly MemberCommand[]; readonly found: Found },
  programs: Programs,
): Promise<Brought> {
  const places = commands.map(({ act }) => act.place);
  const brought = await bringToDate(transaction, { found, places }, programs);
  if ('lists' in brought) return brought;
  const overtaken = new Map<MemberCommand, Overtaking>();
  for (const queued of commands) {
    const also = brought.filter(({ memberId }) => memberId === queued.act.place.id).flatMap(placesOfOther);
    if (also.length > 0) overtaken.set(queued, { also: [...queued.act.also, ...also] });
  }
  throw new OvertakenError(overtaken);
}

/** Who can be asked at all; the others have their verdict. */
async function findSubjects(
  transaction: CommandTransaction,
  { commands, brought }: { readonly commands: readonly MemberCommand[]; readonly brought: Brought },
  verdicts: Verdicts,
): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  const absorbed: MemberCommand[] = [];
  for (const queued of commands) {
    const { id } = queued.act.place;
    const list = brought.lists.get(id);
    if (list === undefined) verdicts.set(queued, refused('member.not_found'));
    else if (brought.parked.has(id) || list.stop !== 'none') verdicts.set(queued, refused('member.parked'));
    else if (list.member.status === 'erased') verdicts.set(queued, rejected('member.erased'));
    else if (list.member.status === 'absorbed') absorbed.push(queued);
    else subjects.push({ queued, member: list.member });
  }
  if (absorbed.length > 0) await follow(transaction, absorbed);
  return subjects;
}

/** Begins again with the survivors: their rows are locked in order like everybody's. */
async function follow(transaction: CommandTransaction, absorbed: readonly MemberCommand[]): Promise<never> {
  const overtaken = new Map<MemberCommand, { readonly place: MemberCommand['act']['place'] }>();
  for (const queued of absorbed) overtaken.set(queued, { place: await transaction.currentPlace(queued.act.place) });
  throw new OvertakenError(overtaken);
}

/** Decides, takes and concludes; what comes to nothing that is logged has its verdict. */
async function conclude(
  transaction: CommandTransaction,
  { subjects, brought }: { readonly subjects: readonly Subject[]; readonly brought: Brought },
  verdicts: Verdicts,
): Promise<readonly Decided[]> {
  const use = { reads: transaction, take: takeNothing, context: brought.context, at: brought.at };
  const asked = new Map<Subject, readonly { readonly resource: string; readonly asked: number }[]>();
  for (const { subject, result } of await decideAll(subjects, use)) {
    if (result.kind === 'asks') asked.set(subject, result.takes);
    else verdicts.set(subject.queued, rejected(result.code, result.facts));
  }
  const shares = await takeAll(transaction, asked, brought.lists);
  const decided: Decided[] = [];
  const undone = new Set<Subject>();
  for (const { subject, result } of await concludeAll(grantsOf(shares), use)) {
    const own = shares.get(subject);
    const isLogged = result.kind === 'decision' && Object.keys(result.parts).length > 0;
    if (isLogged && own !== undefined) decided.push({ ...subject, decision: result, shares: own });
    else undone.add(subject);
    if (result.kind === 'rejection') verdicts.set(subject.queued, rejected(result.code, result.facts));
    else if (!isLogged)
      verdicts.set(subject.queued, {
        kind: 'done',
        memberId: subject.member.id,
        decisionId: null,
        answer: result.answer,
      });
  }
  await giveBackOf(transaction, shares, undone);
  return decided;
}

/** Commands say what they take by their asks. */
function takeNothing(): never {
  throw new Error('a command takes what it asks for, and nothing while it decides');
}

function grantsOf(shares: ReadonlyMap<Subject, Shares>): ReadonlyMap<Subject, ReadonlyMap<string, number>> {
  return new Map(
    [...shares].map(([subject, { own }]) => [subject, new Map(own.map((one) => [one.resource, one.granted]))]),
  );
}

/**
 * Who was taken in and given back again since is brought to date only if she is asked about herself: then she has been moved by time
 * as well, and may be written only with a decision of her own.
 */
function checkFamilies(
  decided: readonly Decided[],
  { brought, asked }: { readonly brought: Brought; readonly asked: ReadonlySet<string> },
): void {
  const own = new Set(decided.map(({ member }) => member));
  const isMixed = (one: Member): boolean => one.status === 'live' && asked.has(one.id) && !own.has(one);
  const mixed = decided.filter(({ member }) => familyOf(member, brought).some(isMixed));
  if (mixed.length > 0) throw new OvertakenError(new Map(mixed.map(({ queued }) => [queued, {}])));
}

/**
 * Those who go on without the overtaken. Throws, so that all begin again, where nobody would be left, where something was taken or
 * written for one of those, or where members are written together and it would have to be asked anew who with whom.
 */
function leaveOut(
  overtaken: readonly Decided[],
  { decided, brought }: { readonly decided: readonly Decided[]; readonly brought: Brought },
): readonly Decided[] {
  if (overtaken.length === 0) return decided;
  const staying = decided.filter((one) => !overtaken.includes(one));
  const isSimple = staying.length > 0 && decided.every(({ member }) => familyOf(member, brought).length === 1);
  if (isSimple && overtaken.every((one) => holdsNothing(one, brought))) return staying;
  throw new OvertakenError(new Map(overtaken.map(({ queued }) => [queued, {}])));
}

function holdsNothing({ queued, member, shares }: Decided, { lists }: Brought): boolean {
  const taken = lists.get(member.id)?.taken ?? [];
  return shares.own.length + shares.foreseen.length + taken.length + queued.act.secrets.length === 0;
}
