import type { Command, Facet, Take } from '@perennial/domain';
import type { LogRow, MemberPlace } from '../../log/log-rows.ts';
import type { LiftedSecret } from '../../privacy/lift-personal.ts';
import type { AuditEntry, ClaimRow, CommandTransaction } from './command-store.ts';
import type { Answer, Verdict } from './outcome.ts';

/** Something to be done to one member. */
export interface MemberAct {
  readonly kind: 'member';
  readonly facet: Facet;
  readonly command: Command;
  readonly input: unknown;
  /** Who decides, as people read it. */
  readonly by: string;
  /** Personal values of the input, which holds references to them. */
  readonly secrets: readonly LiftedSecret[];
  /** Moves on to the survivor when she turns out to be absorbed. */
  place: MemberPlace;
  /** Whom she takes in by steps that were seen to wait: locked with her. */
  also: readonly MemberPlace[];
  /** What the steps that follow from the decision were seen to take: taken beforehand, because nothing is taken under a head. */
  foreseen: readonly Take[];
  /** What these give back: the slices are locked beforehand, because no resource is locked under a head. */
  returning: readonly string[];
}

/** What logs have grown by. */
export interface Growth {
  readonly shards: Set<number>;
  /** By which, where it is at hand: then all of it. */
  readonly rows: LogRow[];
  /** When the first of those who were written falls due. */
  nextWakeAt: number | null;
}

/** Something to be done to two members, in a transaction of its own. */
export interface PairAct {
  readonly kind: 'pair';
  /** Of whom no answer of before is heard by those who must not learn of her, once she is erased; none: it is always heard. */
  readonly places: readonly MemberPlace[];
  /** Says by what the logs have grown. */
  carryOut(transaction: CommandTransaction, growth: Growth): Promise<Verdict | 'overtaken'>;
}

export type EntryOf = (answer: Answer) => AuditEntry;

export interface QueuedCommand<Act = MemberAct | PairAct> {
  readonly claim: ClaimRow;
  readonly act: Act;
  readonly entryOf: EntryOf | null;
  readonly hidesErased: boolean;
  /** How often it was overtaken. */
  attempts: number;
  /** It has an answer, or nobody waits for one any more. */
  isSettled: boolean;
  settle(verdict: Verdict, isRepeat: boolean): void;
}

export type MemberCommand = QueuedCommand<MemberAct>;

/** Why a command has to begin again, and what it knows now. */
export interface Overtaking {
  readonly place?: MemberPlace;
  readonly also?: readonly MemberPlace[];
  readonly foreseen?: readonly Take[];
  readonly returning?: readonly string[];
}

/**
 * Something came between what was looked at and the head of the log, or more is known now than was, and whom it concerns cannot be left
 * out. The transaction rolls back and all begin again: those of whom nothing more is known each in one of its own, so that nobody waits
 * for a member whom everybody moves, and the others together.
 */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
  readonly overtaken: ReadonlyMap<QueuedCommand, Overtaking>;

  constructor(overtaken: ReadonlyMap<QueuedCommand, Overtaking>) {
    super(`${overtaken.size} commands were overtaken`);
    this.overtaken = overtaken;
  }
}
