import { memberAsOf } from '@perennial/domain';
import type { FoldContext, MemberAsOf, MemberWork } from '@perennial/domain';
import { figuresAsOf, readFiguresAsOf, readMember } from '@perennial/engine';
import type { FoldStore, MemberFigures, MemberKey, Programs, ReadTellings } from '@perennial/engine';
import type { MemberPlace } from '../kernel/member-place.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { AsOf } from '../reading/days.ts';
import type { Registers } from '../registers/registers.ts';

/**
 * A member brought to date in memory and judged at an instant. Only this room looks into her activity and stages, and only
 * `registers` into her registers.
 */
export interface JudgedMember extends Omit<MemberAsOf, 'activity'> {
  readonly work: MemberWork;
  /** At a past instant by the facts that had occurred by then, as are the registers. */
  readonly activity: MemberAsOf['activity'];
  readonly registers: Registers;
  /** The program versions that she was folded under. */
  readonly context: FoldContext;
}

/** What a member amounted to at a past instant. */
export type { MemberFigures } from '@perennial/engine';

/** Members themselves, not the lens: what has just been sent is in them. */
export interface MemberReader {
  /** Throws `member.not_found` when nothing is stored of her. */
  judge(place: MemberPlace, asOf: AsOf): Promise<JudgedMember>;
  /** The same without her figures of then, for what looks at stages alone. */
  judgeStages(place: MemberPlace, at: number): Promise<JudgedMember>;
  /** Of at most `figuresMembersMax` members at a past instant, by member id. */
  figuresOf(members: readonly MemberKey[], asOfAt: number): Promise<ReadonlyMap<string, MemberFigures>>;
}

export interface MemberReaderPorts {
  readonly foldStore: FoldStore;
  readonly programs: Programs;
  readonly readTellings: ReadTellings;
}

export function createMemberReader({ foldStore, programs, readTellings }: MemberReaderPorts): MemberReader {
  const judgeStages = async (place: MemberPlace, at: number): Promise<JudgedMember> => {
    const key = { shard: place.shard, id: place.memberId };
    const work = await readMember(foldStore, programs, { key, asOf: at });
    if (work === null) throw new ProblemError('member.not_found');
    const { context } = programs;
    return { ...memberAsOf(work, at, context), work, context, registers: work.rows.attributes };
  };
  return {
    judgeStages,
    async judge(place, asOf) {
      const judged = await judgeStages(place, asOf.at);
      if (asOf.isNow) return judged;
      const { work, context } = judged;
      const figures = await figuresAsOf([work], { asOfAt: asOf.at, readTellings }, context);
      return { ...judged, ...figures.get(work.id) };
    },
    figuresOf: (keys, asOfAt) => readFiguresAsOf(foldStore, programs, { keys, asOfAt, readTellings }),
  };
}
