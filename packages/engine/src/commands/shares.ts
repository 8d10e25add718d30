import { invariant, type Take } from '@perennial/domain';
import type { ResourceAsk } from '../fold/fold-store.ts';
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
}

/** Takes what commands ask for, all of them in one go: whoever takes the same resources does so in the same order. */
export async function takeAll(
  transaction: CommandTransaction,
  asked: ReadonlyMap<Subject, readonly Take[]>,
): Promise<ReadonlyMap<Subject, Shares>> {
  const asks = [...asked].flatMap(([{ queued, member }, takes]) =>
    [...takes, ...queued.act.foreseen].map((take) => ({ shard: member.shard, ...take })),
  );
  for (const { resource, asked: units } of asks)
    invariant(Number.isSafeInteger(units) && units >= 0, `${units} of ${resource} cannot be taken`);
  const granted = asks.length === 0 ? [] : await transaction.take(asks);
  const shares = new Map<Subject, Shares>();
  let from = 0;
  for (const [subject, takes] of asked) {
    const end = from + takes.length + subject.queued.act.foreseen.length;
    const all = asks.slice(from, end).map((ask, n): Share => ({ ...ask, granted: granted[from + n] ?? 0 }));
    shares.set(subject, { own: all.slice(0, takes.length), foreseen: all.slice(takes.length) });
    from = end;
  }
  return shares;
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
