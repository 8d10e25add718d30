import type {
  AbsorbStep,
  DecisionParts,
  DecisionStep,
  EraseStep,
  FactPayload,
  FactStep,
  LoggedStep,
  MemberId,
  MergeStep,
  SplitStep,
} from '@perennial/domain';
import type { FactRow } from '../sql/fact-row.ts';

/** Codes of `fact.kind`. */
export const stepKindCode = { fact: 0, merge: 1, absorb: 2, split: 3, decision: 4, erase: 5 } as const;

interface MergePayload {
  readonly mergeId: string;
  readonly absorbedShard: number;
  readonly absorbedId: string;
  readonly absorbedPosition: number;
}

interface AbsorbPayload {
  readonly mergeId: string;
  readonly survivorShard: number;
  readonly survivorId: string;
}

interface SplitPayload {
  readonly mergeId: string;
}

// The log is written by ingest alone, after validation: reading it back is a parse boundary.
const asMemberId = (id: string): MemberId => id as MemberId;
const parse = <T>(text: string): T => JSON.parse(text) as T;

function factOf(row: FactRow, memberId: MemberId): FactStep {
  let parsed: FactPayload | undefined;
  return {
    kind: 'fact',
    shard: row.shard,
    position: row.position,
    memberId,
    source: row.source,
    messageId: row.message_id,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    isBackfill: row.is_backfill,
    channel: row.channel,
    storeId: row.store_id,
    payload: () => (parsed ??= parse<FactPayload>(row.payload)),
  };
}

/** The command is the row's type, and the decision's id its message. */
function decisionOf(
  row: FactRow,
  place: Pick<DecisionStep, 'shard' | 'position' | 'memberId' | 'recordedAt'>,
): DecisionStep {
  let parsed: DecisionParts | undefined;
  return {
    kind: 'decision',
    ...place,
    command: row.type,
    decisionId: row.message_id,
    parts: () => (parsed ??= parse<DecisionParts>(row.payload)),
  };
}

/** The step that a row of the log stands for; null for a fact of nobody. Throws on an unknown kind. */
export function stepOfRow(row: FactRow): LoggedStep | null {
  if (row.member_id === null) return null;
  const memberId = asMemberId(row.member_id);
  const place = { shard: row.shard, position: row.position, memberId, recordedAt: row.recorded_at };
  switch (row.kind) {
    case stepKindCode.fact:
      return factOf(row, memberId);
    case stepKindCode.merge: {
      const payload = parse<MergePayload>(row.payload);
      return { kind: 'merge', ...place, ...payload, absorbedId: asMemberId(payload.absorbedId) } satisfies MergeStep;
    }
    case stepKindCode.absorb: {
      const payload = parse<AbsorbPayload>(row.payload);
      return { kind: 'absorb', ...place, ...payload, survivorId: asMemberId(payload.survivorId) } satisfies AbsorbStep;
    }
    case stepKindCode.split:
      return { kind: 'split', ...place, ...parse<SplitPayload>(row.payload) } satisfies SplitStep;
    case stepKindCode.decision:
      return decisionOf(row, place);
    case stepKindCode.erase:
      return { kind: 'erase', ...place } satisfies EraseStep;
    default:
      throw new Error(`unknown step kind ${row.kind} at ${row.shard}/${row.position}`);
  }
}
