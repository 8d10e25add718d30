import { notByTime } from '../../../kernel/base/instants.ts';
import { compileCondition } from '../../../conditions/compile-condition.ts';
import type { ConditionNode } from '../../../conditions/condition.ts';
import { neverFlips } from '../../../conditions/predicate.ts';
import type { Predicate } from '../../../conditions/predicate.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import type { ConditionSubject } from '../../../kernel/fields/subject.ts';
import type { ConditionWorld } from '../../../kernel/fields/world.ts';
import type { LifecycleDocument, StageRole } from './lifecycle-document.ts';

export interface CompiledStage {
  readonly id: string;
  readonly name: LocalizedText;
  readonly role: StageRole;
  /** Null for the last resort. */
  readonly node: ConditionNode | null;
  readonly predicate: Predicate;
}

/** A lifecycle ready to be folded. */
export interface CompiledLifecycle {
  readonly id: string;
  readonly document: LifecycleDocument;
  readonly stages: readonly CompiledStage[];
  /** Evidence outside this mask moves no stage. */
  readonly mask: number;
}

const always: Predicate = { test: () => true, candidateAfter: neverFlips, mask: 0 };

/** `nodes` are the checked conditions of the document's stages, null for the last resort. */
export function compileLifecycle(
  document: LifecycleDocument,
  nodes: readonly (ConditionNode | null)[],
  world: ConditionWorld,
): CompiledLifecycle {
  const stages = document.stages.map((stage, index) => {
    const node = nodes[index] ?? null;
    const predicate = node === null ? always : compileCondition(node, world);
    return { id: stage.id, name: stage.name, role: stage.role, node, predicate };
  });
  const mask = stages.reduce((all, stage) => all | stage.predicate.mask, 0);
  return { id: document.id, document, stages, mask };
}

/** The stage of a subject at an instant, by precedence. */
export function stageAt(lifecycle: CompiledLifecycle, subject: ConditionSubject, at: number): CompiledStage {
  for (const stage of lifecycle.stages) if (stage.predicate.test(subject, at)) return stage;
  throw new Error(`lifecycle ${lifecycle.id} has no last resort`);
}

/** When time alone moves the subject out of the stage she is in at `at`; `notByTime` when it never does. */
export function nextChangeAt(lifecycle: CompiledLifecycle, subject: ConditionSubject, at: number): number {
  const stage = stageAt(lifecycle, subject, at);
  let candidate = candidateAfter(lifecycle, subject, at);
  while (candidate !== notByTime && stageAt(lifecycle, subject, candidate) === stage) {
    candidate = candidateAfter(lifecycle, subject, candidate);
  }
  return candidate;
}

function candidateAfter(lifecycle: CompiledLifecycle, subject: ConditionSubject, at: number): number {
  let next = notByTime;
  for (const { predicate } of lifecycle.stages) {
    if (predicate.candidateAfter !== neverFlips) next = Math.min(next, predicate.candidateAfter(subject, at));
  }
  return next;
}

/** Role of a stage by id; stages of older versions that are gone have none. */
export function roleOf(lifecycle: CompiledLifecycle, stageId: string): StageRole | null {
  return lifecycle.stages.find((stage) => stage.id === stageId)?.role ?? null;
}

export function isReactivation(lifecycle: CompiledLifecycle, from: string, to: CompiledStage): boolean {
  const role = roleOf(lifecycle, from);
  return to.role === 'alive' && (role === 'cooling' || role === 'lost');
}

export function lifecycleById(lifecycles: readonly CompiledLifecycle[], id: string): CompiledLifecycle {
  const found = lifecycles.find((lifecycle) => lifecycle.id === id);
  invariant(found !== undefined, `the program has no lifecycle ${id}`);
  return found;
}
