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
import { readDecision } from './decision-payload.ts';
import { logKinds, type LogRow } from './log-rows.ts';
import type { AbsorbPayload, MergePayload, SplitPayload } from './step-payload.ts';

/** A row of the log, as far as it is a step; who reads it out of the store knows the kind as a number. */
export type LoggedRow = Omit<LogRow, 'kind' | 'identities'> & { readonly kind: number };

// The log is written by us alone, after validation: reading it back is a parse boundary.
const parse = <T>(text: string): T => JSON.parse(text) as T;

/** The step that a row of the log stands for; null for a fact of nobody. Throws on an unknown kind. */
export function stepOfLogged(row: LoggedRow): LoggedStep | null {
  const { memberId } = row;
  if (memberId === null) return null;
  if (row.kind === logKinds.fact) return factOf(row, memberId);
  const place = { shard: row.shard, position: row.position, memberId, recordedAt: row.recordedAt };
  switch (row.kind) {
    case logKinds.merge:
      return { kind: 'merge', ...place, ...parse<MergePayload>(row.payload) } satisfies MergeStep;
    case logKinds.absorb:
      return { kind: 'absorb', ...place, ...parse<AbsorbPayload>(row.payload) } satisfies AbsorbStep;
    case logKinds.split:
      return splitOf(parse<SplitPayload>(row.payload), place);
    case logKinds.decision:
      return decisionOf(row, place);
    case logKinds.erase:
      return { kind: 'erase', ...place } satisfies EraseStep;
    default:
      throw new Error(`unknown step kind ${row.kind} at ${row.shard}/${row.position}`);
  }
}

function splitOf(
  { mergeId, other }: SplitPayload,
  place: Pick<SplitStep, 'shard' | 'position' | 'memberId' | 'recordedAt'>,
): SplitStep {
  return { kind: 'split', ...place, mergeId, other: other ?? null };
}

function factOf(row: LoggedRow, memberId: MemberId): FactStep {
  const { payload: text } = row;
  let parsed: FactPayload | undefined;
  return {
    kind: 'fact',
    shard: row.shard,
    position: row.position,
    memberId,
    source: row.source,
    messageId: row.messageId,
    type: row.type,
    occurredAt: row.occurredAt,
    recordedAt: row.recordedAt,
    isBackfill: row.isBackfill,
    channel: row.channel,
    storeId: row.storeId,
    payload: () => (parsed ??= parse<FactPayload>(text)),
  };
}

/** The command is the row's type, and the decision's id its message. */
function decisionOf(
  row: LoggedRow,
  place: Pick<DecisionStep, 'shard' | 'position' | 'memberId' | 'recordedAt'>,
): DecisionStep {
  const { payload: text } = row;
  let parsed: DecisionParts | undefined;
  return {
    kind: 'decision',
    ...place,
    command: row.type,
    decisionId: row.messageId,
    parts: () => (parsed ??= readDecision(text).parts),
  };
}
