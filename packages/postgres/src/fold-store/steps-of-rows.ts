import type { LoggedStep, MemberId } from '@perennial/domain';
import { stepOfLogged } from '@perennial/engine';
import type { FactRow } from '../sql/fact-row.ts';

/** The step that a row of the log stands for; null for a fact of nobody. Throws on an unknown kind. */
export function stepOfRow(row: FactRow): LoggedStep | null {
  return stepOfLogged({
    shard: row.shard,
    position: row.position,
    kind: row.kind,
    memberId: row.member_id as MemberId | null,
    source: row.source,
    messageId: row.message_id,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    isBackfill: row.is_backfill,
    channel: row.channel,
    storeId: row.store_id,
    payload: row.payload,
  });
}
