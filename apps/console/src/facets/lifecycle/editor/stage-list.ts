import type { LifecycleDocument, StageDocument } from '../../../stages/lifecycle-document.ts';

/** Changes of a lifecycle's stages. The last stage takes whoever is left: it has no condition and stays last. */
export function moveStage(lifecycle: LifecycleDocument, index: number, step: -1 | 1): LifecycleDocument {
  if (!canMove(lifecycle, index, step)) return lifecycle;
  const stages = [...lifecycle.stages];
  const moved = stages[index];
  const other = stages[index + step];
  if (moved === undefined || other === undefined) return lifecycle;
  stages[index] = other;
  stages[index + step] = moved;
  return { ...lifecycle, stages };
}

export function canMove(lifecycle: LifecycleDocument, index: number, step: -1 | 1): boolean {
  const last = lifecycle.stages.length - 1;
  const target = index + step;
  return index < last && target >= 0 && target < last;
}

export function changeStage(
  lifecycle: LifecycleDocument,
  index: number,
  change: Partial<StageDocument>,
): LifecycleDocument {
  return {
    ...lifecycle,
    stages: lifecycle.stages.map((stage, at) => (at === index ? { ...stage, ...change } : stage)),
  };
}

/** A lifecycle needs two stages at least, and its last one. */
export function canRemove(lifecycle: LifecycleDocument, index: number): boolean {
  return lifecycle.stages.length > 2 && index < lifecycle.stages.length - 1;
}

export function removeStage(lifecycle: LifecycleDocument, index: number): LifecycleDocument {
  if (!canRemove(lifecycle, index)) return lifecycle;
  return { ...lifecycle, stages: lifecycle.stages.filter((_, at) => at !== index) };
}

export const stagesMax = 12;

/** Adds a stage before the last one, with an id that no other stage has. */
export function addStage(lifecycle: LifecycleDocument, name: StageDocument['name']): LifecycleDocument {
  if (lifecycle.stages.length >= stagesMax) return lifecycle;
  const ids = new Set(lifecycle.stages.map(({ id }) => id));
  let number = lifecycle.stages.length;
  while (ids.has(`stage_${number}`)) number += 1;
  const condition = { field: 'recency.last', operator: 'within', value: { window: 'days', days: 90 } };
  const stage: StageDocument = { id: `stage_${number}`, name, role: 'alive', condition, rest: {} };
  return { ...lifecycle, stages: [...lifecycle.stages.slice(0, -1), stage, ...lifecycle.stages.slice(-1)] };
}
