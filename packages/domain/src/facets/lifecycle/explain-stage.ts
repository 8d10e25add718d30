import { explainCondition } from '../../conditions/explain-condition.ts';
import type { ExplainedClause } from '../../conditions/explain-condition.ts';
import type { Member } from '../../kernel/facet.ts';
import { notByTime } from '../../kernel/base/instants.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import type { FoldContext } from '../../kernel/program.ts';
import type { ConditionSubject } from '../../kernel/fields/subject.ts';
import { subjectOfActivity } from './activity/subject.ts';
import { memberAsOf } from './member-as-of.ts';
import type { MemberAsOf } from './member-as-of.ts';
import { lifecycleRulesOf } from './timeline/rules.ts';
import { lifecycleById, nextChangeAt, stageAt } from './stages/compile-lifecycle.ts';
import type { CompiledLifecycle } from './stages/compile-lifecycle.ts';
import type { StageStanding } from './stages/lifecycle-state.ts';

/** Why a member is in her stage, and what comes next if nothing happens; what brought her there is told by `explainMoves`. */
export interface ExplainedLifecycle {
  readonly lifecycle: string;
  readonly name: LocalizedText;
  readonly stage: string;
  /** Since when, epoch milliseconds. */
  readonly since: number;
  readonly next: { readonly stage: string; readonly at: number } | null;
  /** In the order of precedence; the first that is true is hers. */
  readonly stages: readonly ExplainedStage[];
}

export interface ExplainedStage {
  readonly stage: string;
  readonly name: LocalizedText;
  readonly isTrue: boolean;
  /** Null for the last resort. */
  readonly clause: ExplainedClause | null;
}

/** "Why is she here?", for every lifecycle, at any instant; see `memberAsOf` for what must be loaded. */
export function explainStage(member: Member, asOfAt: number, context: FoldContext): readonly ExplainedLifecycle[] {
  const then = memberAsOf(member, asOfAt, context);
  return then.lifecycle.standings.map((standing) => explainStanding(then, standing));
}

function explainStanding(then: MemberAsOf, standing: StageStanding): ExplainedLifecycle {
  const lifecycle = lifecycleById(lifecycleRulesOf(then.program).lifecycles, standing.lifecycle);
  const asked = { subject: subjectOfActivity(then.activity), at: then.asOfAt };
  const stages = lifecycle.stages.map((stage) => ({
    stage: stage.id,
    name: stage.name,
    isTrue: stage.predicate.test(asked.subject, asked.at),
    clause: stage.node === null ? null : explainCondition(stage.node, asked, then.program.world),
  }));
  return {
    lifecycle: lifecycle.id,
    name: lifecycle.document.name,
    stage: standing.stage,
    since: standing.since,
    next: nextOf(lifecycle, asked),
    stages,
  };
}

function nextOf(
  lifecycle: CompiledLifecycle,
  asked: { readonly subject: ConditionSubject; readonly at: number },
): ExplainedLifecycle['next'] {
  const at = nextChangeAt(lifecycle, asked.subject, asked.at);
  return at === notByTime ? null : { stage: stageAt(lifecycle, asked.subject, at).id, at };
}
