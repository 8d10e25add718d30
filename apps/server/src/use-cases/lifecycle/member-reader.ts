import {
  activityAsOf,
  attributeRows,
  explainMoves,
  lifecycleFacet,
  memberAsOf,
  openView,
  programAt,
  programOf,
  registersAsOf,
  registersFacet,
} from '@perennial/domain';
import type { CompiledProgram, ExplainedMove, FoldContext, Member, MemberAsOf } from '@perennial/domain';
import { membersAsOf, readMember, readMembersAsOf, readStoredMember } from '@perennial/engine';
import type { FoldStore, MemberKey, MemberThen, Programs, ReadStepsWanted } from '@perennial/engine';
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
export interface MemberFigures {
  readonly activity: MemberAsOf['activity'];
  readonly registers: Registers;
}

function figuresOf(then: MemberThen): MemberFigures {
  const registers = registersAsOf(openView(then.member, registersFacet), then);
  return { activity: activityAsOf(openView(then.member, lifecycleFacet), then), registers: [...registers.values()] };
}

/** Her moves, and the program that they are judged under. */
export interface MemberMoves {
  readonly moves: readonly ExplainedMove[];
  readonly program: CompiledProgram;
}

/** Members themselves, not the lens: what has just been sent is in them. */
export interface MemberReader {
  /** Throws `member.not_found` when nothing is stored of her. */
  judge(place: MemberPlace, asOf: AsOf): Promise<JudgedMember>;
  /** The same without her figures of then, for what looks at stages alone. */
  judgeStages(place: MemberPlace, at: number): Promise<JudgedMember>;
  /** What moved her between stages up to an instant, as far as she has been folded: also of one who cannot be folded on. */
  movesOf(place: MemberPlace, until: number): Promise<MemberMoves>;
  /** Of at most `membersAsOfMax` members at a past instant, by member id. */
  figuresOf(members: readonly MemberKey[], asOfAt: number): Promise<ReadonlyMap<string, MemberFigures>>;
}

export interface MemberReaderPorts {
  readonly foldStore: FoldStore;
  readonly programs: Programs;
  readonly readSteps: ReadStepsWanted;
}

export function createMemberReader({ foldStore, programs, readSteps }: MemberReaderPorts): MemberReader {
  const read = async (place: MemberPlace, at: number, of: 'now' | 'then'): Promise<JudgedMember> => {
    const key = { shard: place.shard, id: place.memberId };
    const member = await readMember(foldStore, programs, { key, asOf: at, of });
    if (member === null) throw new ProblemError('member.not_found');
    const { context } = programs;
    const registers = openView(member, registersFacet).rows(attributeRows).rows();
    return { ...memberAsOf(member, at, context), member, context, registers };
  };
  return {
    judgeStages: (place, at) => read(place, at, 'now'),
    async judge(place, asOf) {
      const judged = await read(place, asOf.at, asOf.isNow ? 'now' : 'then');
      if (asOf.isNow) return judged;
      const { member, context } = judged;
      const then = (await membersAsOf([member], { asOfAt: asOf.at, readSteps }, context)).get(member.id);
      return then === undefined ? judged : { ...judged, ...figuresOf(then) };
    },
    async movesOf({ shard, memberId }, until) {
      const member = await readStoredMember(foldStore, programs, { shard, id: memberId });
      if (member === null) throw new ProblemError('member.not_found');
      const { context } = programs;
      const { programVersion } = member;
      const program = programVersion === 0 ? programAt(context, until) : programOf(context, programVersion);
      return { moves: explainMoves(member, until, context), program };
    },
    async figuresOf(keys, asOfAt) {
      const found = await readMembersAsOf(foldStore, programs, { keys, asOfAt, readSteps });
      return new Map([...found].map(([id, then]) => [id, figuresOf(then)]));
    },
  };
}
