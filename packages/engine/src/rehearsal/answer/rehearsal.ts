import type { MemberId, OutcomeEntry, OutcomeLine, ProgramDocuments } from '@perennial/domain';
import type { MemberDifferences } from '../../replay/verify-replay.ts';

/**
 * What a draft is held against. `live`: the program in force, as if it had been in force from the first fact on. `recorded`: every version
 * from the instant at which it came into force, with what was granted then: history as it was.
 */
export type Against = 'live' | 'recorded';

/** What a rehearsal asks: what would have been different, had these documents been in force. */
export interface RehearsalAsked {
  readonly documents: ProgramDocuments;
  readonly against: Against;
  /** Of the program in force; null: the latest. Those that are published while it runs are left out. */
  readonly version: number | null;
  /** The draft comes into force at this instant, before which both are the same; null: from the first fact on. Figures begin here. */
  readonly fromAt: number | null;
  /** Nothing that was recorded later counts. */
  readonly untilAt: number;
  /** Facts that were sent as history count as if they had come when they occurred; not against what was recorded. */
  readonly isBackfillLive: boolean;
  /** What was recorded is also folded anew and compared with what is stored; against what was recorded, up to now. */
  readonly isVerified: boolean;
}

/** A number under the program that the draft is held against, and under the draft. */
export interface Both {
  readonly base: number;
  readonly draft: number;
}

/** A line that opens to members, by the name of its list. */
export interface Opens extends Both {
  readonly list: string;
  /** Of whom it is another one under the draft. */
  readonly members: number;
}

export interface RehearsedMonth extends Opens {
  /** `2025-03`. */
  readonly month: string;
  /** What both are worth, minor units; null where the figure is not worth money under either. */
  readonly baseMinor: number | null;
  readonly draftMinor: number | null;
}

export interface RehearsedLine extends Pick<
  OutcomeLine,
  'document' | 'title' | 'figure' | 'label' | 'kind' | 'isGain'
> {
  /** Of a flow the sum of the months, of a level what there is at the end. */
  readonly total: Opens & Pick<RehearsedMonth, 'baseMinor' | 'draftMinor'>;
  readonly months: readonly RehearsedMonth[];
}

/** Members who have more under one program, and by how much together. */
export interface Side {
  readonly list: string;
  readonly members: number;
  readonly amount: number;
}

/** Who wins and who loses by the draft. */
export interface RehearsedGain {
  /** The figure; null: everything that is worth money, in minor units. */
  readonly line: Pick<OutcomeLine, 'document' | 'title' | 'figure' | 'label'> | null;
  readonly winners: Side;
  readonly losers: Side;
}

export interface RehearsedMove extends Opens {
  readonly document: string;
  /** '' for none. */
  readonly from: string;
  readonly to: string;
}

/** Members who stand in `base` at the end, and would stand in `draft`. */
export interface RehearsedStanding {
  readonly document: string;
  readonly base: string;
  readonly draft: string;
  readonly members: number;
  /** '' where it is the same. */
  readonly list: string;
}

export interface RehearsalFailure {
  readonly memberId: MemberId;
  readonly side: 'base' | 'draft';
  readonly error: string;
}

export interface Rehearsal {
  readonly asked: Omit<RehearsalAsked, 'documents'>;
  readonly members: number;
  readonly steps: number;
  /** Of whom any figure is another one. */
  readonly membersChanged: number;
  readonly gains: readonly RehearsedGain[];
  readonly lines: readonly RehearsedLine[];
  /** What the program costs: the worth of what members received. */
  readonly costMinor: Both;
  readonly moves: readonly RehearsedMove[];
  readonly standings: readonly RehearsedStanding[];
  /** Who could not be folded under a program, and is in no figure. */
  readonly failed: { readonly members: number; readonly examples: readonly RehearsalFailure[] };
  readonly verified: {
    readonly members: number;
    readonly differing: number;
    readonly examples: readonly MemberDifferences[];
  } | null;
}

/** A member in the list of a line. */
export interface OpenedMember extends Both {
  readonly id: MemberId;
}

export interface OpenedList {
  /** All of whom it is another one; `items` has at most so many as are kept, those with the greatest difference. */
  readonly members: number;
  readonly items: readonly OpenedMember[];
}

/** What a rehearsal leaves: its answer, and the lists that its lines open to. */
export interface RehearsalResult {
  readonly rehearsal: Rehearsal;
  readonly open: (list: string) => OpenedList | null;
  /** What each member was granted less of than was asked for, so that she can be looked at again. */
  readonly cuts: Cuts;
}

/** Shares that were cut short under the draft and under what it is held against. */
export interface Cuts {
  readonly base: CutsById;
  readonly draft: CutsById;
}
export type CutsById = ReadonlyMap<MemberId, ReadonlyMap<string, readonly number[]>>;

/** The step that an entry came of; null for what time alone did. */
export interface EntryStep {
  readonly position: number;
  readonly kind: 'fact' | 'decision' | 'merge' | 'absorb' | 'split' | 'erase';
  /** Of a fact its type, of a decision its command. */
  readonly type: string;
  readonly source: string;
  readonly messageId: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/** What both programs did for one reason, side by side; null: that one did nothing of the kind. */
export interface EntryPair {
  readonly document: string;
  readonly at: number;
  readonly step: EntryStep | null;
  readonly base: OutcomeEntry | null;
  readonly draft: OutcomeEntry | null;
}

export interface ExplainedMember {
  readonly id: MemberId;
  readonly entries: readonly EntryPair[];
}
