import type { Mention, MentionDecision, OpenMention } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

/** One that stands there under this erasure already is left as it is (index: primary key). */
export async function insertMentions(sql: Sql, erasureId: string, mentions: readonly Mention[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_mentions',
      text: `insert into erasure_mention (erasure_id, quarantine_id, why, found_at)
             select $1, quarantine_id, why, ${clockMs}
               from unnest($2::uuid[], $3::text[]) as new(quarantine_id, why)
                 on conflict do nothing`,
    },
    [erasureId, uuidArray(mentions.map((one) => one.quarantineId)), textArray(mentions.map((one) => one.why))],
  );
}

/** Newest first; what is in quarantine no longer needs no decision (index: `erasure_mention_open`). */
export async function listOpenMentions(sql: Sql, limit: number): Promise<OpenMention[]> {
  return sql.rows(
    {
      name: 'list_open_mentions',
      text: `select m.erasure_id as "erasureId", m.quarantine_id as "quarantineId", q.source, q.type, m.why,
                    m.found_at as "foundAt", q.received_at as "receivedAt"
               from erasure_mention m
               join quarantine q on q.id = m.quarantine_id
              where m.decision is null
              order by m.found_at desc, m.quarantine_id limit $1`,
    },
    [limit],
  );
}

/** Answers which of them waited for a decision (index: primary key). */
export async function decideMentions(
  sql: Sql,
  ids: readonly string[],
  { decision, by }: { readonly decision: MentionDecision; readonly by: string },
): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    {
      name: 'decide_mentions',
      text: `update erasure_mention set decision = $2, decided_by = $3, decided_at = ${clockMs}
              where quarantine_id = any($1::uuid[]) and decision is null
          returning quarantine_id as id`,
    },
    [uuidArray(ids), decision, by],
  );
  return [...new Set(rows.map(({ id }) => id))];
}
