import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';
import { tagActions } from '../access/audit.ts';
import { mergesOfPlaces } from '../ingest/merges.ts';
import { placeArrays } from '../place-arrays.ts';

/**
 * Acts on these members, and merges with them, keep who, when and what; why was written by hand, and a tag stands behind the member.
 * What is written later is held to the same where it is written.
 */
export async function forgetReasons(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  const subjects = await noteAuditErasures(sql, members);
  await emptyReasons(sql, subjects);
  await emptyReasonsBehind(sql, subjects);
  await emptyReasonsOfMerges(sql, subjects);
}

/** The ids of them and of their merges, which are erased from now on (indexes: primary key, merge_log_by_survivor, merge_log_by_absorbed). */
async function noteAuditErasures(sql: Sql, members: readonly MemberPlace[]): Promise<readonly string[]> {
  const rows = await sql.rows<{ subject: string }>(
    {
      name: 'note_audit_erasures',
      text: `insert into audit_erasure (subject)
             select k.id::text from unnest($1::integer[], $2::uuid[]) as k(shard, id)
              union
             select m.merge_id::text from (${mergesOfPlaces}) as m
                 on conflict (subject) do update set subject = excluded.subject
          returning subject`,
    },
    placeArrays(members),
  );
  return rows.map((row) => row.subject);
}

/** Of acts on them alone (index: audit_log_by_subject). */
async function emptyReasons(sql: Sql, subjects: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'empty_reasons',
      text: `update audit_log l set reason = ''
               from unnest($1::text[]) as k(id)
              where l.action like 'member.%' and l.action <> 'member.erased' and l.reason <> '' and l.subject = k.id`,
    },
    [textArray(subjects)],
  );
}

/** Of acts on them that name something beside, which goes where it is a tag (index: audit_log_by_subject_first). */
async function emptyReasonsBehind(sql: Sql, subjects: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'empty_reasons_behind',
      text: `update audit_log l
                set reason = '', subject = case when l.action in ${tagActions} then k.id else l.subject end
               from unnest($1::text[]) as k(id)
              where l.action like 'member.%' and l.subject like '%/%' and split_part(l.subject, '/', 1) = k.id
                and (l.reason <> '' or l.action in ${tagActions})`,
    },
    [textArray(subjects)],
  );
}

/** Of merges with them, and of merges of theirs that were undone (index: audit_log_by_subject_second). */
async function emptyReasonsOfMerges(sql: Sql, subjects: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'empty_reasons_of_merges',
      text: `update audit_log l set reason = ''
               from unnest($1::text[]) as k(id)
              where l.action in ('member.merged', 'member.merge_undone') and l.reason <> ''
                and l.subject like '%/%' and split_part(l.subject, '/', 2) = k.id`,
    },
    [textArray(subjects)],
  );
}
