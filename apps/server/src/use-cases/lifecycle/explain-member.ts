import type { Explanation } from '@perennial/contracts/staff';
import { explainMoves, explainStage } from '@perennial/domain';
import type { CompiledProgram, ExplainedClause, ExplainedLifecycle, FieldCatalogue } from '@perennial/domain';
import type { MemberPlace } from '../kernel/member-place.ts';
import type { MemberReader } from './member-reader.ts';
import { findMovingFacts, recordOf, toMoveCause } from './member-moves.ts';
import type { MovesDependencies, ToldMove } from './member-moves.ts';
import { toWire } from './standing.ts';

type Explained = Explanation['lifecycles'][number];
type Clause = NonNullable<Explained['stages'][number]['clause']>;

export interface ExplainDependencies extends MovesDependencies {
  readonly reader: MemberReader;
}

/** Why a member is in her stages at an instant, clause by clause, and what changes next. Throws `member.not_found`. */
export async function explainMember(
  { reader, ...dependencies }: ExplainDependencies,
  place: MemberPlace,
  asOfAt: number,
): Promise<Explanation> {
  const { member, context, program } = await reader.judgeStages(place, asOfAt);
  const explained = explainStage(member, asOfAt, context);
  const brought = explainMoves(member, asOfAt, context).filter(({ lifecycle, validFrom }) =>
    explained.some((one) => one.lifecycle === lifecycle && one.since === validFrom),
  );
  const moves = await findMovingFacts(dependencies, place, brought);
  const lifecycles = explained.map((one) => toLifecycle(one, program, moves));
  return { asOfAt, programVersion: program.version, lifecycles };
}

function toLifecycle(
  lifecycle: ExplainedLifecycle,
  program: CompiledProgram,
  /** What brought her into her stages. */
  moves: readonly ToldMove[],
): Explained {
  const move = moves.find((one) => one.lifecycle === lifecycle.lifecycle);
  return {
    ...lifecycle,
    name: { ...lifecycle.name },
    cause: move === undefined ? null : toMoveCause(move, program.catalogue),
    recorded: move === undefined ? null : recordOf(move, program.version),
    stages: lifecycle.stages.map((stage) => ({
      ...stage,
      name: { ...stage.name },
      clause: stage.clause === null ? null : toClause(stage.clause, program.catalogue),
    })),
  };
}

function toClause(clause: ExplainedClause, catalogue: FieldCatalogue): Clause {
  if (clause.kind === 'group') return { ...clause, clauses: clause.clauses.map((one) => toClause(one, catalogue)) };
  return { ...clause, actual: toWire(catalogue.find(clause.resolvedField), clause.actual) };
}
