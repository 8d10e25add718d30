import { notByTime } from '../activity/instants.ts';
import { explainCondition } from '../conditions/explain-condition.ts';
import type { ExplainedClause } from '../conditions/explain-condition.ts';
import type { LocalizedText } from '../conditions/condition.ts';
import { subjectOf } from '../conditions/predicate.ts';
import type { FoldContext } from '../fold/fold-context.ts';
import { memberAsOf } from '../fold/member-as-of.ts';
import type { MemberAsOf } from '../fold/member-as-of.ts';
import type { MemberWork } from '../fold/member-work.ts';
import type { StageEntryRow } from '../fold/rows.ts';
import { lifecycleById, nextChangeAt, stageAt } from './compile-lifecycle.ts';
import type { CompiledLifecycle } from './compile-lifecycle.ts';
import type { StageStanding } from './lifecycle-state.ts';

/** Why a member is in her stage, and what comes next if nothing happens. */
export interface ExplainedLifecycle {
  readonly lifecycle: string;
  readonly name: LocalizedText;
  readonly stage: string;
  /** Since when, epoch milliseconds. */
  readonly since: number;
  /** What recorded the entry that she stands on; null when it is not loaded. */
  readonly cause: Pick<StageEntryRow, 'causeKind' | 'causePosition' | 'causeAt'> | null;
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
export function explainStage(work: MemberWork, asOfAt: number, context: FoldContext): readonly ExplainedLifecycle[] {
  const member = memberAsOf(work, asOfAt, context);
  return member.lifecycle.standings.map((standing) => explainStanding(work, member, standing));
}

function explainStanding(work: MemberWork, member: MemberAsOf, standing: StageStanding): ExplainedLifecycle {
  const lifecycle = lifecycleById(member.program.lifecycles, standing.lifecycle);
  const asked = { subject: subjectOf(member.activity), at: member.asOfAt };
  const stages = lifecycle.stages.map((stage) => ({
    stage: stage.id,
    name: stage.name,
    isTrue: stage.predicate.test(asked.subject, asked.at),
    clause: stage.node === null ? null : explainCondition(stage.node, asked, member.program.world),
  }));
  return {
    lifecycle: lifecycle.id,
    name: lifecycle.document.name,
    stage: standing.stage,
    since: standing.since,
    cause: causeOf(work, standing),
    next: nextOf(lifecycle, asked),
    stages,
  };
}

function nextOf(
  lifecycle: CompiledLifecycle,
  asked: { subject: ReturnType<typeof subjectOf>; at: number },
): ExplainedLifecycle['next'] {
  const at = nextChangeAt(lifecycle, asked.subject, asked.at);
  return at === notByTime ? null : { stage: stageAt(lifecycle, asked.subject, at).id, at };
}

function causeOf(work: MemberWork, standing: StageStanding): ExplainedLifecycle['cause'] {
  const entry = work.rows.entries.find(
    (one) => one.lifecycle === standing.lifecycle && one.validFrom === standing.since,
  );
  if (entry === undefined) return null;
  const { causeKind, causePosition, causeAt } = entry;
  return { causeKind, causePosition, causeAt };
}
