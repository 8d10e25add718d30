import type { FactRange, LoggedFact, LogPlace, LogRow, MemberPlace, StoredFact } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { boolArray, int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

/**
 * Appends to the log. The caller holds the heads of all shards named. Arrays of arrays flatten in unnest, so each fact's
 * identities travel as the text of an array.
 */
export async function insertLog(sql: Sql, rows: readonly LogRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_log',
      text: `insert into fact (shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at,
                               is_backfill, channel, store_id, identities, payload)
             select shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at,
                    is_backfill, channel, store_id, identities::uuid[], payload
               from unnest($1::integer[], $2::bigint[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                           $8::bigint[], $9::bigint[], $10::boolean[], $11::text[], $12::text[], $13::text[], $14::text[])
                 as new(shard, position, kind, member_id, source, message_id, type, occurred_at, recorded_at,
                        is_backfill, channel, store_id, identities, payload)`,
    },
    [
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
    ],
  );
}

/** Facts of one member's own log within (after, upTo], in order (index: fact_by_member). */
export async function readFacts(sql: Sql, place: MemberPlace, range: FactRange): Promise<StoredFact[]> {
  const rows = await sql.rows<Omit<StoredFact, 'identities'> & { identities: string }>(
    {
      name: 'read_facts_of_member',
      text: `select position, source, message_id as "messageId", type, occurred_at as "occurredAt",
                    recorded_at as "recordedAt", channel, store_id as "storeId",
                    array_to_string(identities, ',') as identities, payload
               from fact
              where shard = $1 and member_id = $2 and position > $3 and ($4::bigint is null or position <= $4) and kind = 0
              order by position limit $5`,
    },
    [place.shard, place.id, range.after, range.upTo, range.limit],
  );
  return rows.map((row) => ({ ...row, identities: row.identities === '' ? [] : row.identities.split(',') }));
}

/** Facts by where they stand (index: primary key). */
export async function readLoggedFacts(sql: Sql, places: readonly LogPlace[]): Promise<readonly LoggedFact[]> {
  return sql.rows<LoggedFact>(
    {
      name: 'read_logged_facts',
      text: `select f.shard, f.position, f.source, f.message_id as "messageId", f.type, f.occurred_at as "occurredAt",
                    f.is_backfill as "isBackfill", f.channel, f.store_id as "storeId", f.payload
               from unnest($1::integer[], $2::bigint[]) as wanted(shard, position)
               join fact f on f.shard = wanted.shard and f.position = wanted.position`,
    },
    [int4Array(places.map(({ shard }) => shard)), int8Array(places.map(({ position }) => position))],
  );
}
