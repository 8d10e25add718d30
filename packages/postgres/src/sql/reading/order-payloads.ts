import type { LogSegment } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int8Array } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

export interface OrderPayloadRow {
  readonly type: string;
  readonly payload: string;
}

/**
 * Payloads of the newest facts of these logs that say what was in an order, newest first (index: fact_by_member). What they call their
 * products is kept nowhere else.
 */
export async function readOrderPayloads(
  sql: Sql,
  segments: readonly LogSegment[],
  limit: number,
): Promise<OrderPayloadRow[]> {
  return sql.rows(
    {
      name: 'read_order_payloads',
      text: `select f.type, f.payload
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[]) as s(shard, member_id, after, upto)
               join fact f on f.shard = s.shard and f.member_id = s.member_id and f.position > s.after and f.position <= s.upto
              where f.kind = 0 and f.type in ('order.placed', 'order.updated', 'order.paid')
                and position('"name"' in f.payload) > 0
              order by f.occurred_at desc, f.shard, f.position desc limit $5`,
    },
    [
      ...placeArrays(segments.map(({ place }) => place)),
      int8Array(segments.map(({ after }) => after)),
      int8Array(segments.map(({ upTo }) => upTo ?? Number.MAX_SAFE_INTEGER)),
      limit,
    ],
  );
}
