import { attributeRows, memberAsOf, openView, registersFacet } from '@perennial/domain';
import type { FoldContext, Member, MemberAsOf } from '@perennial/domain';
import { figuresAsOf, readFiguresAsOf, readMember } from '@perennial/engine';
import type { FoldStore, MemberFigures, MemberKey, Programs, ReadStepsWanted } from '@perennial/engine';
import type { MemberPlace } from '../kernel/member-place.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { AsOf } from '../reading/days.ts';
import type { Registers } from '../registers/registers.ts';

/**
 * A member brought to date in memory and judged at an instant. Only this room looks into her activity and stages, and only
 * `registers` into her registers.
 */
export interface JudgedMember extends Omit<MemberAsOf, 'activity'> {
  readonly member: Member;
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
  readonly readSteps: ReadStepsWanted;
}

export function createMemberReader({ foldStore, programs, readSteps }: MemberReaderPorts): MemberReader {
  const judgeStages = async (place: MemberPlace, at: number): Promise<JudgedMember> => {
    const key = { shard: place.shard, id: place.memberId };
    const member = await readMember(foldStore, programs, { key, asOf: at });
    if (member === null) throw new ProblemError('member.not_found');
    const { context } = programs;
    const registers = openView(member, registersFacet).rows(attributeRows).rows();
    return { ...memberAsOf(member, at, context), member, context, registers };
  };
  return {
    judgeStages,
    async judge(place, asOf) {
      const judged = await judgeStages(place, asOf.at);
      if (asOf.isNow) return judged;
      const { member, context } = judged;
      const figures = await figuresAsOf([member], { asOfAt: asOf.at, readSteps }, context);
      const then = figures.get(member.id);
      if (then === undefined) return judged;
      return { ...judged, activity: then.activity, registers: [...then.registers.values()] };
    },
    figuresOf: (keys, asOfAt) => readFiguresAsOf(foldStore, programs, { keys, asOfAt, readSteps }),
  };
}
