import type { GuestStay, MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';
import { mergesOfPlaces } from '../ingest/merges.ts';

/** What a salt makes of a message's id, in SQL: one of one, and nothing leads back. */
const forgotten = (column: string, salt: string): string =>
  `'erased-' || encode(substring(sha256(${salt}::bytea || convert_to(${column}, 'UTF8')) for 16), 'hex')`;

export interface ErasedStep {
  readonly shard: number;
  readonly position: number;
  readonly kind: number;
  readonly type: string;
  readonly payload: string;
}

/** A part of a member's own log, (after, upTo]. */
export interface LogPart extends MemberPlace {
  readonly after: number;
  readonly upTo: number;
}

export const logParts = (parts: readonly LogPart[]) => [
  ...placeArrays(parts),
  int8Array(parts.map(({ after }) => after)),
  int8Array(parts.map(({ upTo }) => upTo)),
];

export interface StepsAfter {
  readonly shard: number;
  readonly position: number;
}

/** Facts and decisions of parts of members' own logs but for those of others who were split off, in order, at most `limit` (indexes: fact_by_member, merge_log_by_survivor). */
export async function readStepsToErase(
  sql: Sql,
  parts: readonly LogPart[],
  { after, limit }: { readonly after: StepsAfter; readonly limit: number },
): Promise<readonly ErasedStep[]> {
  return sql.rows<ErasedStep>(
    {
      name: 'read_steps_to_erase',
      text: `select f.shard, f.position, f.kind, f.type, f.payload
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[]) as wanted(shard, member_id, after, up_to)
               join fact f on f.shard = wanted.shard and f.member_id = wanted.member_id
                and f.position > wanted.after and f.position <= wanted.up_to
              where f.kind in (0, 4) and (f.shard, f.position) > ($5::integer, $6::bigint)
                and not exists (
                  select from merge_log l
                   where l.survivor_shard = f.shard and l.survivor_id = f.member_id and l.status = 'undone' and f.kind = 0
                     and f.position > l.survivor_position and f.position <= l.undone_survivor_position
                     and f.identities[1] = any(l.undone_identities) and l.absorbed_id <> all($2::uuid[]))
              order by f.shard, f.position limit $7`,
    },
    [...logParts(parts), after.shard, after.position, limit],
  );
}

/** Her facts in the log of another one, in order, at most `limit` (index: fact_by_member). */
export async function readGuestSteps(sql: Sql, stay: GuestStay, limit: number): Promise<readonly ErasedStep[]> {
  return sql.rows<ErasedStep>(
    {
      name: 'read_guest_steps',
      text: `select f.shard, f.position, f.kind, f.type, f.payload
               from fact f
              where f.shard = $1 and f.member_id = $2::uuid and f.position > $3 and f.position <= $4 and f.kind = 0
                and f.identities[1] = any($5::uuid[])
              order by f.position limit $6`,
    },
    [stay.host.shard, stay.host.id, stay.after, stay.upTo, uuidArray(stay.identities), limit],
  );
}

export interface AttachedStep extends ErasedStep {
  /** Of the mark that it was attached, in the same log. */
  readonly mark: number;
}

/** Facts of nobody that these facts are copies of, with the marks that they were attached; message ids still stand (indexes: primary key, fact_attached). */
export async function readAttachedSteps(sql: Sql, copies: readonly StepsAfter[]): Promise<readonly AttachedStep[]> {
  return sql.rows<AttachedStep>(
    {
      name: 'read_attached_steps',
      text: `select f.shard, f.position, f.kind, f.type, f.payload, a.position as mark
               from unnest($1::integer[], $2::bigint[]) as n(shard, position)
               join fact h on h.shard = n.shard and h.position = n.position and h.kind = 0
               cross join shard_head s
               join fact a on a.kind = 6 and a.shard = s.shard and a.source = h.source and a.message_id = h.message_id
                and a.payload::jsonb @> jsonb_build_object('ownerShard', h.shard, 'ownerPosition', h.position)
               join fact f on f.shard = a.shard and f.position = (a.payload::jsonb ->> 'position')::bigint
              order by f.shard, f.position`,
    },
    [int4Array(copies.map(({ shard }) => shard)), int8Array(copies.map(({ position }) => position))],
  );
}

/** Puts other payloads in the place of those of steps (index: primary key). */
export async function replacePayloads(sql: Sql, steps: readonly ErasedStep[]): Promise<void> {
  if (steps.length === 0) return;
  await sql.execute(
    {
      name: 'replace_payloads',
      text: `update fact f
                set payload = n.payload
               from unnest($1::integer[], $2::bigint[], $3::text[]) as n(shard, position, payload)
              where f.shard = n.shard and f.position = n.position`,
    },
    [
      int4Array(steps.map(({ shard }) => shard)),
      int8Array(steps.map(({ position }) => position)),
      textArray(steps.map(({ payload }) => payload)),
    ],
  );
}

/** Puts what the salt makes of them in the place of the message ids of these facts (index: primary key). */
export async function replaceMessageIds(sql: Sql, facts: readonly StepsAfter[], salt: Uint8Array): Promise<void> {
  if (facts.length === 0) return;
  await sql.execute(
    {
      name: 'replace_message_ids',
      text: `update fact f
                set message_id = ${forgotten('f.message_id', '$3')}
               from unnest($1::integer[], $2::bigint[]) as n(shard, position)
              where f.shard = n.shard and f.position = n.position and f.kind in (0, 6)`,
    },
    [int4Array(facts.map(({ shard }) => shard)), int8Array(facts.map(({ position }) => position)), Buffer.from(salt)],
  );
}

/** The same in a column of these members' rows that holds the name of a message: its source, a slash and its id (index: primary key). */
export async function replaceMessageNames(
  sql: Sql,
  { table, column }: { readonly table: string; readonly column: string },
  { members, salt }: { readonly members: readonly MemberPlace[]; readonly salt: Uint8Array },
): Promise<void> {
  await sql.execute(
    {
      name: `replace_message_names_${table}_${column}`,
      text: `update ${table} t
                set ${column} = left(t.${column}, strpos(t.${column}, '/'))
                                || ${forgotten(`substr(t.${column}, strpos(t.${column}, '/') + 1)`, '$3')}
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
              where t.shard = k.shard and t.member_id = k.member_id and strpos(t.${column}, '/') > 0`,
    },
    [...placeArrays(members), Buffer.from(salt)],
  );
}

/** The same of the facts that brought about merges of these members; who merged by hand stays (indexes: merge_log_by_survivor, merge_log_by_absorbed). */
export async function replaceMergeCauses(sql: Sql, members: readonly MemberPlace[], salt: Uint8Array): Promise<void> {
  await sql.execute(
    {
      name: 'replace_merge_causes',
      text: `update merge_log l
                set cause_message_id = ${forgotten('l.cause_message_id', '$3')}
              where l.cause_source <> 'command' and l.merge_id in (${mergesOfPlaces})`,
    },
    [...placeArrays(members), Buffer.from(salt)],
  );
}

/** What was asked to be told of these members goes with them; says what it was (index: outbox_cause). */
export async function deleteOutboxOf(sql: Sql, members: readonly MemberPlace[]): Promise<readonly StepsAfter[]> {
  return sql.rows<StepsAfter>(
    {
      name: 'delete_outbox_of',
      text: `delete from outbox o
              using unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
              where o.shard = k.shard and o.member_id = k.member_id
          returning o.shard, o.position`,
    },
    placeArrays(members),
  );
}
