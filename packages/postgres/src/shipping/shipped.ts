import type { LensLayout, MemberId, SeenMember } from '@perennial/domain';
import type { ShippedDerivedFact, ShippedFact, ShippedMember } from '@perennial/engine';
import type { FactRow } from '../sql/fact-row.ts';
import type { BlockDerivedRow, SnapshotRow } from '../sql/lens/read-block.ts';

/** The queryable form of a member as she stands. */
export function shippedMember(row: SnapshotRow, seen: SeenMember, layout: LensLayout): ShippedMember {
  const { member } = seen;
  return {
    shard: member.shard,
    memberId: member.id,
    status: member.status,
    mergedInto: row.merged_into as MemberId | null,
    position: member.position,
    clockAt: member.clockAt,
    programVersion: member.programVersion,
    createdAt: row.created_at,
    values: layout.memberValues(seen),
  };
}

export function shippedFact(row: FactRow): ShippedFact {
  return {
    shard: row.shard,
    position: row.position,
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
  };
}

export function shippedDerivedFact(row: BlockDerivedRow): ShippedDerivedFact {
  return {
    shard: row.shard,
    position: row.position,
    memberId: row.member_id as MemberId,
    type: row.type,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    causeKind: row.cause_kind,
    causePosition: row.cause_position,
    causeAt: row.cause_at,
    programVersion: row.program_version,
    payload: row.payload,
  };
}
