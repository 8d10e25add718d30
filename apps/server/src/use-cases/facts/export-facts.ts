import { pageFacts } from '@perennial/postgres/exporting';
import type { Sql } from '@perennial/postgres';

const pageRows = 2_000;

/** The whole log without personal data, as NDJSON, page by page. */
export async function* exportFacts(sql: Sql): AsyncIterable<string> {
  let after = { shard: -1, position: 0 };
  for (;;) {
    const rows = await pageFacts(sql, { ...after, limit: pageRows });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
    yield rows
      .map((row) =>
        JSON.stringify({
          memberId: row.member_id,
          source: row.source,
          messageId: row.message_id,
          type: row.type,
          occurredAt: iso(row.occurred_at),
          recordedAt: iso(row.recorded_at),
          isBackfill: row.is_backfill,
          channel: row.channel,
          storeId: row.store_id,
          payload: JSON.parse(row.payload) as unknown,
        }),
      )
      .join('\n')
      .concat('\n');
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
