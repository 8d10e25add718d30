import type { MemberId } from '@perennial/domain';
import {
  logKinds,
  type HeadRow,
  type LogKind,
  type LoggedFact,
  type LogPlace,
  type LogRow,
  type MemberPlace,
} from './log-rows.ts';
import { stepSource, stepTypes, type AttachPayload } from './step-payload.ts';

/** A step that is no fact, before it has a place in the log. */
export interface StepToAdd {
  readonly kind: LogKind;
  readonly place: MemberPlace;
  /** Of the merge, the decision or the erasure. */
  readonly id: string;
  readonly type: string;
  readonly payload: string;
}

/** The end of a log, where the row stands. */
type Place = Pick<HeadRow, 'shard' | 'position' | 'recordedAt'>;

/** The row of a step that is no fact. `head.position` is already its own. */
export function stepRow(step: StepToAdd, head: Place): LogRow {
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

/** A fact of nobody in the log of the member whose it turned out to be. */
export function attachedRow(
  fact: LoggedFact,
  owner: { readonly memberId: MemberId; readonly identities: readonly string[] },
  { shard, position, recordedAt }: Place,
): LogRow {
  return { ...fact, ...owner, kind: logKinds.fact, shard, position, recordedAt };
}

/** The mark of it in the log where it was nobody's. */
export function attachRow(fact: LoggedFact, owned: LogPlace, head: Place): LogRow {
  const payload: AttachPayload = {
    position: fact.position,
    ownerShard: owned.shard,
    ownerPosition: owned.position,
  };
  return {
    kind: logKinds.attach,
    shard: head.shard,
    position: head.position,
    memberId: null,
    source: fact.source,
    messageId: fact.messageId,
    type: stepTypes.attach,
    occurredAt: head.recordedAt,
    recordedAt: head.recordedAt,
    isBackfill: false,
    channel: '',
    storeId: '',
    identities: [],
    payload: JSON.stringify(payload),
  };
}
