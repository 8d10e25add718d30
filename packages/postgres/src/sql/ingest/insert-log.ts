import type { LogRow } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { boolArray, int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

/** Arrays of arrays flatten in unnest, so each fact's identities travel as the text of an array. */
const insert: Statement = {
  name: 'insert_log',
  text: `insert into fact (shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at, is_backfill, channel, store_id, identities, payload)
         select shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at, is_backfill, channel, store_id, identities::uuid[], payload
           from unnest($1::integer[], $2::bigint[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
                       $10::boolean[], $11::text[], $12::text[], $13::text[], $14::text[])
                as new(shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at, is_backfill, channel, store_id, identities, payload)`,
};

/** Appends to the log. The caller holds the heads of all shards named. */
export async function insertLog(sql: Sql, rows: readonly LogRow[]): Promise<void> {
  await sql.execute(insert, [
    int4Array(rows.map((row) => row.shard)),
    int8Array(rows.map((row) => row.position)),
    int4Array(rows.map((row) => row.kind)),
    uuidArray(rows.map((row) => row.memberId)),
    textArray(rows.map((row) => row.source)),
    textArray(rows.map((row) => row.messageId)),
    textArray(rows.map((row) => row.type)),
    int8Array(rows.map((row) => row.occurredAt)),
    int8Array(rows.map((row) => row.recordedAt)),
    boolArray(rows.map((row) => row.isBackfill)),
    textArray(rows.map((row) => row.channel)),
    textArray(rows.map((row) => row.storeId)),
    textArray(rows.map((row) => `{${row.identities.join()}}`)),
    textArray(rows.map((row) => row.payload)),
  ]);
}
