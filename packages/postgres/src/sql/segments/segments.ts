import type { Sql } from '../../database/database.ts';

/** A segment by its newest version. */
export interface SegmentRow extends SegmentVersionRow {
  readonly id: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly is_archived: boolean;
}

/** What is said of a segment when it is saved. */
export interface SegmentSaidRow {
  readonly name: string;
  readonly description: string;
  /** JSON. */
  readonly condition: string;
  readonly class: 'fold' | 'lens';
}

export interface SegmentVersionRow extends SegmentSaidRow {
  readonly version: number;
  readonly changed_at: number;
  readonly changed_by: string;
}

const newest = `segment s join segment_version v on v.segment_id = s.id and v.version = s.version`;
const columns = `s.id, s.version, s.created_at, s.created_by, s.is_archived, v.name, v.description, v.condition, v.class, v.changed_at,
                 v.changed_by`;

/** Segments after (name, id), by name (sequential: there are some hundreds). */
export async function listSegments(
  sql: Sql,
  after: { readonly name: string; readonly id: string; readonly limit: number; readonly archived: boolean },
): Promise<SegmentRow[]> {
  return sql.rows(
    {
      name: 'list_segments',
      text: `select ${columns} from ${newest}
              where s.is_archived = $4 and (v.name collate "C", s.id) > ($1, $2::uuid) order by v.name collate "C", s.id limit $3`,
    },
    [after.name, after.id, after.limit, after.archived],
  );
}

/** (index: primary keys) */
export async function readSegment(sql: Sql, id: string): Promise<SegmentRow | undefined> {
  const [row] = await sql.rows<SegmentRow>(
    { name: 'read_segment', text: `select ${columns} from ${newest} where s.id = $1::uuid` },
    [id],
  );
  return row;
}

/** Until the end of the transaction nobody else saves a segment. */
export async function lockSegments(sql: Sql): Promise<void> {
  await sql.execute({ name: 'lock_segments', text: `select pg_advisory_xact_lock(hashtext('segment'))` }, []);
}

/** (sequential: there are some hundreds) */
export async function countSegments(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    { name: 'count_segments', text: `select count(*)::integer as count from segment` },
    [],
  );
  return row?.count ?? 0;
}

/** Whether another segment that is on the list has this name (sequential: there are some hundreds). */
export async function nameSegmentTaken(sql: Sql, name: string, besides: string): Promise<boolean> {
  const [row] = await sql.rows<{ taken: boolean }>(
    {
      name: 'name_segment_taken',
      text: `select exists (select 1 from ${newest} where not s.is_archived and v.name = $1 and s.id <> $2::uuid) as taken`,
    },
    [name, besides],
  );
  return row?.taken === true;
}

export interface NewSegment extends SegmentSaidRow {
  readonly id: string;
  readonly at: number;
  readonly by: string;
}

/** With its first version. */
export async function insertSegment(sql: Sql, segment: NewSegment): Promise<void> {
  await sql.execute(
    {
      name: 'insert_segment',
      text: `insert into segment (id, version, created_at, created_by) values ($1::uuid, 1, $2::bigint, $3)`,
    },
    [segment.id, segment.at, segment.by],
  );
  await insertVersion(sql, { ...segment, version: 1 });
}

/** False where the newest version is not the one before: somebody else saved, or removed it (index: primary key). */
export async function addSegmentVersion(
  sql: Sql,
  segment: NewSegment & { readonly version: number },
): Promise<boolean> {
  const rows = await sql.rows(
    {
      name: 'raise_segment_version',
      text: `update segment set version = $2 where id = $1::uuid and version = $2 - 1 returning id`,
    },
    [segment.id, segment.version],
  );
  if (rows.length === 0) return false;
  await insertVersion(sql, segment);
  return true;
}

async function insertVersion(sql: Sql, segment: NewSegment & { readonly version: number }): Promise<void> {
  await sql.execute(
    {
      name: 'insert_segment_version',
      text: `insert into segment_version (segment_id, version, name, description, condition, class, changed_at, changed_by)
             values ($1::uuid, $2, $3, $4, $5, $6, $7::bigint, $8)`,
    },
    [
      segment.id,
      segment.version,
      segment.name,
      segment.description,
      segment.condition,
      segment.class,
      segment.at,
      segment.by,
    ],
  );
}

/** (index: primary key) */
export async function setSegmentArchived(sql: Sql, id: string, isArchived: boolean): Promise<void> {
  await sql.execute({ name: 'set_segment_archived', text: `update segment set is_archived = $2 where id = $1::uuid` }, [
    id,
    isArchived,
  ]);
}

/** With all its versions, where it is archived (index: primary key). */
export async function deleteSegment(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.rows(
    { name: 'delete_segment', text: `delete from segment where id = $1::uuid and is_archived returning id` },
    [id],
  );
  return rows.length > 0;
}

/** Versions before one, newest first (index: primary key). */
export async function listSegmentVersions(
  sql: Sql,
  of: { readonly id: string; readonly before: number; readonly limit: number },
): Promise<SegmentVersionRow[]> {
  return sql.rows(
    {
      name: 'list_segment_versions',
      text: `select version, name, description, condition, class, changed_at, changed_by from segment_version
              where segment_id = $1::uuid and version < $2 order by version desc limit $3`,
    },
    [of.id, of.before, of.limit],
  );
}
