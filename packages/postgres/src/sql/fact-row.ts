/** A row of the log. Personal values in the payload are references, never values. */
export interface FactRow {
  readonly shard: number;
  readonly position: number;
  readonly kind: number;
  readonly member_id: string | null;
  readonly source: string;
  readonly message_id: string;
  readonly type: string;
  readonly occurred_at: number;
  readonly recorded_at: number;
  readonly is_backfill: boolean;
  readonly channel: string;
  readonly store_id: string;
  readonly payload: string;
}

/** Of the table `fact`, named `f`. */
export const factColumns = `f.shard, f.position, f.kind, f.member_id, f.source, f.message_id, f.type, f.occurred_at, f.recorded_at,
  f.is_backfill, f.channel, f.store_id, f.payload`;
