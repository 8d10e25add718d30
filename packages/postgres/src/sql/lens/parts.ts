import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface LensPartRow {
  readonly part: string;
  readonly fingerprint: string;
}

/** A part that is being filled: up to which member and which step, null where there is nothing left of that sort. */
export interface LensFillRow {
  readonly part: string;
  readonly member_shard: number | null;
  readonly member_id: string | null;
  readonly step_shard: number | null;
  readonly step_position: number | null;
}

/** What the lens was filled with (index: primary key). */
export async function readLensParts(sql: Sql, lens: string): Promise<LensPartRow[]> {
  return sql.rows(
    { name: 'read_lens_parts', text: `select part, fingerprint from lens_part where lens = $1 order by part` },
    [lens],
  );
}

/** Notes what a new lens is filled with by all that is sent to it from the beginning (index: primary key). */
export async function writeLensParts(sql: Sql, lens: string, parts: readonly LensPartRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'write_lens_parts',
      text: `insert into lens_part (lens, part, fingerprint)
             select $1::uuid, part, fingerprint from unnest($2::text[], $3::text[]) as p(part, fingerprint)
                 on conflict (lens, part) do update set fingerprint = excluded.fingerprint`,
    },
    [lens, textArray(parts.map(({ part }) => part)), textArray(parts.map(({ fingerprint }) => fingerprint))],
  );
}

/** Sets the cursors of parts to the beginning, before every member and every step (index: primary key). */
export async function beginLensFills(
  sql: Sql,
  lens: string,
  parts: { readonly ofMembers: readonly string[]; readonly ofSteps: readonly string[] },
): Promise<void> {
  await sql.execute(
    {
      name: 'begin_lens_fills',
      text: `update lens_part
                set member_shard = case when part = any($2::text[]) then -1 end,
                    member_id = case when part = any($2::text[]) then '00000000-0000-0000-0000-000000000000'::uuid end,
                    step_shard = case when part = any($3::text[]) then -1 end,
                    step_position = case when part = any($3::text[]) then 0 end
              where lens = $1 and (part = any($2::text[]) or part = any($3::text[]))`,
    },
    [lens, textArray(parts.ofMembers), textArray(parts.ofSteps)],
  );
}

/** The parts that are being filled (index: primary key). */
export async function readLensFills(sql: Sql, lens: string): Promise<LensFillRow[]> {
  return sql.rows(
    {
      name: 'read_lens_fills',
      text: `select part, member_shard, member_id, step_shard, step_position from lens_part
              where lens = $1 and (member_shard is not null or step_shard is not null) order by part`,
    },
    [lens],
  );
}

/** The last member of a page; null: there are no more. */
export type MemberCursor = { readonly shard: number; readonly id: string } | null;

/** Moves the cursors of parts on, unless they were set to the beginning meanwhile (index: primary key). */
export async function moveMemberCursors(
  sql: Sql,
  at: { readonly lens: string; readonly parts: readonly string[] },
  move: { readonly from: MemberCursor; readonly to: MemberCursor },
): Promise<void> {
  await sql.execute(
    {
      name: 'move_member_cursors',
      text: `update lens_part set member_shard = $5, member_id = $6
              where lens = $1 and part = any($2::text[]) and member_shard = $3 and member_id = $4`,
    },
    [
      at.lens,
      textArray(at.parts),
      move.from?.shard ?? null,
      move.from?.id ?? null,
      move.to?.shard ?? null,
      move.to?.id ?? null,
    ],
  );
}

/** The last step of a page; null: there are no more. */
export type StepCursor = { readonly shard: number; readonly position: number } | null;

/** The same for steps (index: primary key). */
export async function moveStepCursor(
  sql: Sql,
  at: { readonly lens: string; readonly part: string },
  move: { readonly from: StepCursor; readonly to: StepCursor },
): Promise<void> {
  await sql.execute(
    {
      name: 'move_step_cursor',
      text: `update lens_part set step_shard = $5, step_position = $6
              where lens = $1 and part = $2 and step_shard = $3 and step_position = $4`,
    },
    [
      at.lens,
      at.part,
      move.from?.shard ?? null,
      move.from?.position ?? null,
      move.to?.shard ?? null,
      move.to?.position ?? null,
    ],
  );
}

/** Forgets parts that no facet brings any more (index: primary key). */
export async function deleteLensParts(sql: Sql, lens: string, parts: readonly string[]): Promise<void> {
  await sql.execute(
    { name: 'delete_lens_parts', text: `delete from lens_part where lens = $1 and part = any($2::text[])` },
    [lens, textArray(parts)],
  );
}
