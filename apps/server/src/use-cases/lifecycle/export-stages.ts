import { lastMemberOfPage } from '@perennial/postgres/exporting';
import { pageStages } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';

const pageMembers = 2_000;
const noMember = '00000000-0000-0000-0000-000000000000';

/** Every stage of every member with its span, as NDJSON, page by page. */
export async function* exportStages(sql: Sql): AsyncIterable<string> {
  let after = { shard: -1, memberId: noMember };
  for (;;) {
    const page = { ...after, members: pageMembers };
    const end = await lastMemberOfPage(sql, page);
    if (end === undefined) return;
    const rows = await pageStages(sql, page);
    after = { shard: end.shard, memberId: end.id };
    for (const row of rows) {
      const stage = { memberId: row.member_id, lifecycle: row.lifecycle, stage: row.stage, from: row.from_stage };
      const span = { since: iso(row.valid_from), until: row.valid_to === null ? null : iso(row.valid_to) };
      yield `${JSON.stringify({ ...stage, ...span, isReactivation: row.is_reactivation, programVersion: row.program_version })}\n`;
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
