import type { Explanation } from '@perennial/contracts/staff';
import { explainStage } from '@perennial/domain';
import type { ExplainedClause, ExplainedLifecycle, FieldCatalogue } from '@perennial/domain';
import { readCausingFacts } from '@perennial/postgres/reading';
import type { CausingFact } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';
import type { MemberPlace } from '../kernel/member-place.ts';
import type { MemberReader } from './member-reader.ts';
import { toWire } from './standing.ts';

type Explained = Explanation['lifecycles'][number];
type Clause = NonNullable<Explained['stages'][number]['clause']>;

export interface ExplainDependencies {
  readonly sql: Sql;
  readonly reader: MemberReader;
}

/** Why a member is in her stages at an instant, clause by clause, and what changes next. Throws `member.not_found`. */
export async function explainMember(
  { sql, reader }: ExplainDependencies,
  place: MemberPlace,
  asOfAt: number,
): Promise<Explanation> {
  const { member, context, program } = await reader.judgeStages(place, asOfAt);
  const explained = explainStage(member, asOfAt, context);
  const causes = explained.flatMap(({ cause }) => (cause?.causeKind === 'fact' ? [cause.causePosition] : []));
  const facts = await readCausingFacts(sql, place.shard, causes);
  const lifecycles = explained.map((one) => toLifecycle(one, program.catalogue, facts));
  return { asOfAt, programVersion: program.version, lifecycles };
}

function toLifecycle(
  { cause, ...lifecycle }: ExplainedLifecycle,
  catalogue: FieldCatalogue,
  /** The facts with which her stages were recorded, by position. */
  facts: ReadonlyMap<number, CausingFact>,
): Explained {
  return {
    ...lifecycle,
    name: { ...lifecycle.name },
    cause: cause === null ? null : toCause(cause, facts),
    stages: lifecycle.stages.map((stage) => ({
      ...stage,
      name: { ...stage.name },
      clause: stage.clause === null ? null : toClause(stage.clause, catalogue),
    })),
  };
}

function toCause(
  { causeKind, causeAt, causePosition }: NonNullable<ExplainedLifecycle['cause']>,
  facts: ReadonlyMap<number, CausingFact>,
): Explained['cause'] {
  const fact = causeKind === 'fact' ? facts.get(causePosition) : undefined;
  return { kind: causeKind, at: causeAt, type: fact?.type ?? null, occurredAt: fact?.occurredAt ?? null };
}

function toClause(clause: ExplainedClause, catalogue: FieldCatalogue): Clause {
  if (clause.kind === 'group') return { ...clause, clauses: clause.clauses.map((one) => toClause(one, catalogue)) };
  return { ...clause, actual: toWire(catalogue.find(clause.resolvedField), clause.actual) };
}
