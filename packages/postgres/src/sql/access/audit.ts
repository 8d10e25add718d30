import type { AuditEntry } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';

export interface AuditRow {
  readonly id: number;
  readonly at: number;
  readonly actor_kind: 'user' | 'key' | 'member' | 'device' | 'command_line' | 'system' | 'nobody';
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly request_id: string;
  readonly outcome: 'begun' | 'done' | 'refused' | 'failed';
}

/** Actions whose subject names a tag behind the member. */
export const tagActions = `('member.tag_added', 'member.tag_removed', 'member.commanded')`;

/**
 * Whether an entry tells of somebody who was erased: with an id of hers, of a member who was one with her, or of a merge of hers in its
 * subject. Of the erasure itself the reason stays (index: primary key of `audit_erasure`).
 */
const tellsOfErased = (action: string, subject: string): string =>
  `(${action} like 'member.%' and ${action} <> 'member.erased'
    and exists (select 1 from audit_erasure e
                 where e.subject in (split_part(${subject}, '/', 1), split_part(${subject}, '/', 2))))`;

/** The subject as it may be written. What comes late, a retry or an act that began before, must not tell again what was erased. */
const subjectLeft = (action: string, subject: string): string =>
  `case when ${action} in ${tagActions} and ${tellsOfErased(action, subject)}
        then split_part(${subject}, '/', 1) else ${subject} end`;

/** The reason as it may be written: none about who was erased. */
const reasonLeft = (action: string, subject: string, reason: string): string =>
  `case when ${tellsOfErased(action, subject)} then '' else ${reason} end`;

/** Appends one act and returns its id. */
export async function insertAudit(sql: Sql, row: Omit<AuditRow, 'id'>): Promise<number> {
  const rows = await sql.rows<{ id: number }>(
    {
      name: 'insert_audit',
      text: `insert into audit_log (at, actor_kind, actor, action, subject, reason, request_id, outcome)
             values ($1, $2, $3, $4, ${subjectLeft('$4::text', '$5::text')}, ${reasonLeft('$4::text', '$5::text', '$6::text')}, $7, $8)
          returning id`,
    },
    [row.at, row.actor_kind, row.actor, row.action, row.subject, row.reason, row.request_id, row.outcome],
  );
  const inserted = rows[0];
  if (inserted === undefined) throw new Error('the audit log took no row');
  return inserted.id;
}

/** Appends acts that are over, in the order given. */
export async function insertAudits(sql: Sql, entries: readonly AuditEntry[]): Promise<void> {
  const text = (of: keyof Omit<AuditEntry, 'at'>) => textArray(entries.map((entry) => entry[of]));
  await sql.execute(
    {
      name: 'insert_audits',
      text: `insert into audit_log (at, actor_kind, actor, action, subject, reason, request_id, outcome)
             select at, actor_kind, actor, action, ${subjectLeft('action', 'new.subject')},
                    ${reasonLeft('action', 'new.subject', 'reason')}, request_id, outcome
               from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
                    with ordinality as new(at, actor_kind, actor, action, subject, reason, request_id, outcome, n)
              order by n`,
    },
    [
      int8Array(entries.map(({ at }) => at)),
      text('actorKind'),
      text('actor'),
      text('action'),
      text('subject'),
      text('reason'),
      text('requestId'),
      text('outcome'),
    ],
  );
}

/** Says how a begun act ended; a trigger refuses every other change (index: primary key). */
export async function completeAudit(
  sql: Sql,
  row: Pick<AuditRow, 'id' | 'subject' | 'reason' | 'outcome'>,
): Promise<void> {
  await sql.execute(
    {
      name: 'complete_audit',
      text: `update audit_log
                set outcome = $2, subject = ${subjectLeft('action', '$3::text')}, reason = ${reasonLeft('action', '$3::text', '$4::text')}
              where id = $1::bigint`,
    },
    [row.id, row.outcome, row.subject, row.reason],
  );
}

export interface AuditQuery {
  readonly beforeId: number;
  /** Each of these is all when empty. */
  readonly action: string;
  readonly actorKind?: string;
  readonly actor: string;
  /** The whole subject, or one of the two that it names. */
  readonly subject: string;
  readonly outcome?: string;
  /** Epoch milliseconds, `toAt` excluded; all of time when absent. */
  readonly fromAt?: number;
  readonly toAt?: number;
  readonly limit: number;
}

/** Acts, newest first, with an id below `beforeId` (index: primary key, or audit_log_by_action, _actor, _subject_first, _subject_second). */
export async function listAudit(sql: Sql, query: AuditQuery): Promise<AuditRow[]> {
  return sql.rows(
    {
      name: 'list_audit',
      text: `select id, at, actor_kind, actor, action, subject, reason, request_id, outcome from audit_log
              where id < $1::bigint and ($2 = '' or action = $2) and ($3 = '' or actor_kind = $3) and ($4 = '' or actor = $4)
                and ($5 = '' or subject = $5 or split_part(subject, '/', 1) = $5 or split_part(subject, '/', 2) = $5)
                and ($6 = '' or outcome = $6) and at >= $7::bigint and at < $8::bigint
              order by id desc limit $9`,
    },
    [
      query.beforeId,
      query.action,
      query.actorKind ?? '',
      query.actor,
      query.subject,
      query.outcome ?? '',
      query.fromAt ?? 0,
      query.toAt ?? Number.MAX_SAFE_INTEGER,
      query.limit,
    ],
  );
}

/** Names of users and keys, by id (index: the primary keys of both). */
export async function readActorNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, NamedActor>> {
  const rows = await sql.rows<NamedActor & { readonly id: string }>(
    {
      name: 'read_actor_names',
      text: `select id::text as id, 'user' as kind, name from console_user where id = any($1::uuid[])
             union all select id::text, 'key', name from api_key where id = any($1::uuid[])`,
    },
    [uuidArray(ids)],
  );
  return new Map(rows.map(({ id, kind, name }) => [id, { kind, name }]));
}

export interface NamedActor {
  readonly kind: 'user' | 'key';
  readonly name: string;
}
