import type { HeadRow, LogKind, LogRow, MemberPlace } from './log-rows.ts';
import { stepSource } from './step-payload.ts';

/** A step that is no fact, before it has a place in the log. */
export interface StepToAdd {
  readonly kind: LogKind;
  readonly place: MemberPlace;
  /** Of the merge, the decision or the erasure. */
  readonly id: string;
  readonly type: string;
  readonly payload: string;
}

/** The row of a step that is no fact. `head.position` is already its own. */
export function stepRow(step: StepToAdd, head: Pick<HeadRow, 'shard' | 'position' | 'recordedAt'>): LogRow {
  return {
    shard: head.shard,
    position: head.position,
    kind: step.kind,
    memberId: step.place.id,
    source: stepSource,
    messageId: step.id,
    type: step.type,
    occurredAt: head.recordedAt,
    recordedAt: head.recordedAt,
    isBackfill: false,
    channel: '',
    storeId: '',
    identities: [],
    payload: step.payload,
  };
}
