import type { LoggedStep } from '@perennial/domain';
import type { MemberKey } from './fold-store.ts';

/** A member whose log is folded, up to a position, before a step of another's. */
export interface Other {
  readonly key: MemberKey;
  readonly upTo: number;
}

/**
 * The other side of a step that two members have in common. A merge takes her as she was at her tombstone. A split folds anew what was
 * her own out of both logs, and needs what the steps in the other one were granted.
 */
export function otherOf(step: LoggedStep): Other | null {
  if (step.kind === 'merge') {
    const { absorbedShard: shard, absorbedId: id, absorbedPosition: upTo } = step;
    return { key: { shard, id }, upTo };
  }
  if (step.kind !== 'split' || step.other === null) return null;
  const { shard, id, position } = step.other;
  return { key: { shard, id }, upTo: position - 1 };
}

export function othersOf(steps: readonly LoggedStep[]): Other[] {
  return steps.flatMap((step) => otherOf(step) ?? []);
}
