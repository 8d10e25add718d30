import { invariant, returnsOf, type Member, type Take } from '@perennial/domain';
import type { ResourceAsk } from '../../fold/fold-store.ts';
import type { MemberList } from '../../fold/member-list.ts';
import type { CommandTransaction } from './command-store.ts';
import type { Subject } from './decide.ts';
import { OvertakenError } from './queued-command.ts';

/** A share that was taken, and what was given of it. */
export interface Share extends ResourceAsk {
  readonly granted: number;
}

/** What was taken for a command: for what it decides, and for the steps that follow from that. */
export interface Shares {
  readonly own: readonly Share[];
  readonly foreseen: readonly Share[];
  /** Resources whose slices in the member's shard are locked, so that they may be given back under the head. */
  readonly locked: ReadonlySet<string>;
}

/** What is to be taken for one member before the heads are locked. */
export interface WantedShares {
  readonly shard: number;
  readonly takes: readonly Take[];
  readonly foreseen: readonly Take[];
  readonly returning: readonly string[];
}

/** Takes what is wanted, all of it in one go: whoever takes the same resources does so in the same order. */
export async function takeWanted(
  transaction: CommandTransaction,
  wanted: readonly WantedShares[],
): Promise<readonly Shares[]> {
  const asks = wanted.flatMap(({ shard, takes, foreseen, returning }): ResourceAsk[] => [
    ...[...takes, ...foreseen].map((take) => ({ shard, ...take })),
    // Taking nothing of a resource locks its slice.
    ...returning.map((resource) => ({ shard, resource, asked: 0 })),
  ]);
  for (const { resource, asked: units } of asks)
    invariant(Number.isSafeInteger(units) && units >= 0, `${units} of ${resource} cannot be taken`);
  const granted = asks.length === 0 ? [] : await transaction.take(asks);
  let from = 0;
  return wanted.map(({ takes, foreseen, returning }) => {
    const taken = from + takes.length;
    const end = taken + foreseen.length;
    const all = asks.slice(0, end).map((ask, n): Share => ({ ...ask, granted: granted[n] ?? 0 }));
    const shares = { own: all.slice(from, taken), foreseen: all.slice(taken) };
    const locked = new Set(asks.slice(from, end + returning.length).map(({ resource }) => resource));
    from = end + returning.length;
    return { ...shares, locked };
  });
}

/**
 * Takes what commands ask for and what was foreseen of them, and locks the slices of what these members have given back on their way so
 * far, which is filled in when they are written.
 */
export async function takeAll(
  transaction: CommandTransaction,
  asked: ReadonlyMap<Subject, readonly Take[]>,
  lists: ReadonlyMap<string, MemberList>,
): Promise<ReadonlyMap<Subject, Shares>> {
  const wanted = [...asked].map(([{ queued, member }, takes]): WantedShares => {
    const { foreseen, returning } = queued.act;
    return { shard: member.shard, takes, foreseen, returning: [...returning, ...resourcesReturnedBy(member)] };
  });
  const shares = await takeWanted(transaction, [...wanted, ...returnedSoFar(lists)]);
  return new Map([...asked.keys()].map((subject, n) => [subject, shares[n] ?? noShares]));
}

const noShares: Shares = { own: [], foreseen: [], locked: new Set() };

/** What members who were brought to date have given back on their way. */
export function returnedSoFar(lists: ReadonlyMap<string, MemberList>): readonly WantedShares[] {
  return [...lists.values()].flatMap(({ member }) => {
    const returning = resourcesReturnedBy(member);
    return returning.length === 0 ? [] : [{ shard: member.shard, takes: [], foreseen: [], returning }];
  });
}

export function resourcesReturnedBy({ inputs }: Pick<Member, 'inputs'>): readonly string[] {
  return [...new Set(returnsOf(inputs).map(({ resource }) => resource))];
}

/**
 * Gives back what was taken for commands that were rejected after all. Who was short of what another gives back begins again:
 * otherwise somebody would be told that nothing is left of what is left.
 */
export async function giveBackOf(
  transaction: CommandTransaction,
  shares: ReadonlyMap<Subject, Shares>,
  rejected: ReadonlySet<Subject>,
): Promise<void> {
  const returned = [...rejected].flatMap((subject) =>
    allOf(shares.get(subject)).flatMap((share) => (share.granted > 0 ? [{ subject, share }] : [])),
  );
  if (returned.length === 0) return;
  const isLeft = (subject: Subject, { resource }: Share) =>
    returned.some((one) => one.subject !== subject && one.share.resource === resource);
  const short = [...shares].filter(([subject, own]) =>
    allOf(own).some((share) => share.granted < share.asked && isLeft(subject, share)),
  );
  if (short.length > 0) throw new OvertakenError(new Map(short.map(([{ queued }]) => [queued, {}])));
  await transaction.giveBack(returned.map(({ share }) => share));
}

function allOf(shares: Shares | undefined): readonly Share[] {
  return shares === undefined ? [] : [...shares.own, ...shares.foreseen];
}

/** What steps took on the way that the fold will fold, and take, once more. */
export async function giveBackUnwritten(
  transaction: CommandTransaction,
  lists: ReadonlyMap<string, MemberList>,
  written: ReadonlySet<Member>,
): Promise<void> {
  const unwritten = [...lists.values()].filter(({ member }) => !written.has(member));
  const taken = unwritten.flatMap((list) => list.taken);
  if (taken.length > 0) await transaction.giveBack(taken);
}
