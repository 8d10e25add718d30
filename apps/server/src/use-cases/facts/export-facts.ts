import type { FactValue } from '@perennial/domain';
import { pageFacts } from '@perennial/postgres/exporting';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Download } from '../kernel/download.ts';
import { readJson } from '../kernel/stored-json.ts';
import { maskPayload, maskText } from '../personal-data/mask-text.ts';

export interface ExportFactsDependencies {
  readonly sql: Sql;
  readonly audit: Audit;
}

/**
 * The whole log as NDJSON, page by page. What was sealed stays a reference; of what was not, what looks personal is masked, or with a
 * reason shown as it was sent, and written down.
 */
export type ExportFacts = (
  context: CallContext,
  request: { readonly reason?: string | undefined },
) => Promise<Download>;

export function createExportFacts({ sql, audit }: ExportFactsDependencies): ExportFacts {
  const fileName = 'facts.ndjson';
  return async (context, { reason }) => {
    if (reason === undefined) return { fileName, parts: linesOf(sql, masked) };
    return audit.download(context, { action: 'facts.exported', format: 'ndjson' }, async (note) => {
      note({ reason });
      return { fileName, parts: linesOf(sql, inClear) };
    });
  };
}

interface Shown {
  readonly text: (text: string) => string;
  readonly payload: (payload: FactValue, type: string) => FactValue;
}

const masked: Shown = { text: maskText, payload: maskPayload };
const inClear: Shown = { text: (text) => text, payload: (payload) => payload };

const pageRows = 2_000;

async function* linesOf(sql: Sql, show: Shown): AsyncIterable<string> {
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
          messageId: show.text(row.message_id),
          type: row.type,
          occurredAt: iso(row.occurred_at),
          recordedAt: iso(row.recorded_at),
          isBackfill: row.is_backfill,
          channel: row.channel,
          storeId: row.store_id,
          payload: show.payload(readJson(row.payload), row.type),
        }),
      )
      .join('\n')
      .concat('\n');
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
