import { explainStage, memberAsOf } from '@perennial/domain';
import type { FoldContext, MemberWork } from '@perennial/domain';
import type { MemberFigures } from '@perennial/engine';
import { readCausingFacts, readMemberStores } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { PersonalReader } from '../personal-data/personal-reader.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import type { FindMember, FoundMember } from './find-member.ts';
import {
  attributesOf,
  identitiesOf,
  labelFrom,
  metricsOf,
  registersOf,
  stagesOf,
  toLifecycle,
} from '../lifecycle/member-view.ts';
import type { AsOf } from '../reading/days.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';

export interface MemberProfileDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly personal: PersonalReader;
  /** The member brought to date in memory, with all evidence; null when there is none. */
  readonly readMember: (member: Pick<FoundMember, 'shard' | 'memberId'>, asOf: number) => Promise<MemberWork | null>;
  /** Her figures at a past instant, by the facts that had occurred by then. */
  readonly figuresAt: (work: MemberWork, asOfAt: number) => Promise<MemberFigures | undefined>;
  /** The versions that `readMember` folded under. */
  readonly foldContext: () => FoldContext;
}

/** One member: who she is, where she stands, and why. */
export function createMemberProfileHandlers(
  dependencies: MemberProfileDependencies,
): Pick<GroupHandlers<'members'>, 'get' | 'explain' | 'reveal'> {
  const { world, findMember, personal } = dependencies;
  const placeOf = (member: FoundMember) => ({ shard: member.shard, member_id: member.memberId });
  const read = async (member: FoundMember, asOf: number): Promise<MemberWork> => {
    const work = await dependencies.readMember(member, asOf);
    if (work === null) throw new ProblemError('member.not_found');
    return work;
  };
  return {
    get: async ({ params, query, caller }) => {
      const member = await findMember(params.memberId, caller);
      const asOf = asOfIn(world, query.asOf);
      const [work, secrets, storeIds] = await Promise.all([
        read(member, asOf.at),
        personal.read(placeOf(member)),
        readMemberStores(dependencies.sql, member.shard, member.memberId),
      ]);
      const then = await judgedAt(dependencies, work, asOf);
      return {
        id: member.memberId,
        label: labelFrom(member.memberId, secrets),
        status: member.status,
        mergedInto: member.mergedInto,
        asOfAt: asOf.at,
        isHistory: !asOf.isNow,
        storeIds,
        identities: identitiesOf(secrets, 'masked'),
        attributes: attributesOf(then.registers, secrets, 'masked'),
        stages: stagesOf(work, then, dependencies.foldContext()),
        ...metricsOf(work, then, member.createdAt),
        ...registersOf(then.registers),
      };
    },
    explain: async ({ params, query, caller }) => {
      const member = await findMember(params.memberId, caller);
      const asOf = asOfIn(world, query.asOf).at;
      const work = await read(member, asOf);
      const context = dependencies.foldContext();
      const { program } = memberAsOf(work, asOf, context);
      const explained = explainStage(work, asOf, context);
      const causes = explained.flatMap(({ cause }) => (cause?.causeKind === 'fact' ? [cause.causePosition] : []));
      const facts = await readCausingFacts(dependencies.sql, member.shard, causes);
      const lifecycles = explained.map((one) => toLifecycle(one, program.catalogue, facts));
      return { asOfAt: asOf, programVersion: program.version, lifecycles };
    },
    reveal: async ({ params, body, caller, note }) => {
      const member = await findMember(params.memberId, caller);
      note({ subject: member.memberId, reason: body.reason });
      if (member.status === 'erased') throw new ProblemError('member.erased');
      const [work, secrets] = await Promise.all([read(member, world.now()), personal.read(placeOf(member))]);
      return {
        identities: identitiesOf(secrets, 'clear'),
        attributes: attributesOf(work.rows.attributes, secrets, 'clear'),
      };
    },
  };
}

/** Her stages at an instant, and her figures and registers; those of the past by the facts that had occurred by then. */
async function judgedAt(dependencies: MemberProfileDependencies, work: MemberWork, asOf: AsOf) {
  const then = memberAsOf(work, asOf.at, dependencies.foldContext());
  const figures = asOf.isNow ? undefined : await dependencies.figuresAt(work, asOf.at);
  return { ...then, registers: work.rows.attributes, ...figures };
}
