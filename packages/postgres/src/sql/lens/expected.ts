import { logKinds } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';

/** Of a shard, how long its logs are and how far a lens has said that it holds them. */
export interface AcknowledgedRow {
  readonly shard: number;
  readonly head: number;
  readonly output: number;
  readonly fact: number;
  readonly derived: number;
}

/** Every shard (sequential over tables of one row a shard, and the open blocks). */
export async function readAcknowledged(sql: Sql, lens: string): Promise<AcknowledgedRow[]> {
  return sql.rows(
    {
      name: 'read_acknowledged',
      text: `select h.shard, h.position as head, o.position as output,
                    coalesce(min(r.fact_from), l.fact_position, 0) as fact,
                    coalesce(min(r.derived_from), l.derived_position, 0) as derived
               from shard_head h
               join shard_output o on o.shard = h.shard
               left join lens_cursor l on l.shard = h.shard and l.lens = $1
               left join lens_block_range r on r.shard = h.shard and r.lens = $1
              group by h.shard, h.position, o.position, l.fact_position, l.derived_position
              order by h.shard`,
    },
    [lens],
  );
}

export interface UpTo {
  readonly shard: number;
  readonly upto: number;
}

function placesOf(places: readonly UpTo[]): Buffer[] {
  return [int4Array(places.map(({ shard }) => shard)), int8Array(places.map(({ upto }) => upto))];
}

export interface BucketRow {
  readonly shard: number;
  readonly bucket: number;
  readonly rows: number;
}

/** Rows of the log that the lens is to hold, by shard and so many positions (sequential over fact). */
export async function countShippedFacts(sql: Sql, places: readonly UpTo[], positions: number): Promise<BucketRow[]> {
  return sql.rows(
    {
      name: 'count_shipped_facts',
      text: `select f.shard, (f.position - 1) / $3::bigint as bucket, count(*) as rows
               from fact f
               join unnest($1::integer[], $2::bigint[]) as a(shard, upto) on a.shard = f.shard
              where f.position <= a.upto and f.kind in (${logKinds.fact}, ${logKinds.attach})
              group by 1, 2`,
    },
    [...placesOf(places), positions],
  );
}

/** The same of derived facts (sequential over derived_fact). */
export async function countShippedDerivedFacts(
  sql: Sql,
  places: readonly UpTo[],
  positions: number,
): Promise<BucketRow[]> {
  return sql.rows(
    {
      name: 'count_shipped_derived_facts',
      text: `select d.shard, (d.position - 1) / $3::bigint as bucket, count(*) as rows
               from derived_fact d
               join unnest($1::integer[], $2::bigint[]) as a(shard, upto) on a.shard = d.shard
              where d.position <= a.upto
              group by 1, 2`,
    },
    [...placesOf(places), positions],
  );
}

export interface SettledRow {
  readonly shard: number;
  readonly members: number;
  /** Sum of their positions. */
  readonly positions: number;
  /** With those of whom something is on its way. */
  readonly all: number;
}

/** Members whose last step the lens has acknowledged, by shard (sequential over member). */
export async function countSettledMembers(sql: Sql, places: readonly UpTo[]): Promise<SettledRow[]> {
  return sql.rows(
    {
      name: 'count_settled_members',
      text: `select m.shard, count(*) filter (where m.position between 1 and a.upto) as members,
                    coalesce(sum(m.position) filter (where m.position between 1 and a.upto), 0) as positions,
                    count(*) as "all"
               from member m
               join unnest($1::integer[], $2::bigint[]) as a(shard, upto) on a.shard = m.shard
              group by m.shard`,
    },
    placesOf(places),
  );
}

/** Those of one shard, with the last step of each (index: primary key of member). */
export async function readSettledMembers(
  sql: Sql,
  { shard, upto }: UpTo,
): Promise<{ readonly id: string; readonly position: number }[]> {
  return sql.rows(
    {
      name: 'read_settled_members',
      text: `select id, position from member where shard = $1 and position between 1 and $2::bigint`,
    },
    [shard, upto],
  );
}

/** Which of these are members of a shard (index: primary key of member). */
export async function readKnownMembers(
  sql: Sql,
  shard: number,
  ids: readonly string[],
): Promise<{ readonly id: string }[]> {
  return sql.rows(
    { name: 'read_known_members', text: `select id from member where shard = $1 and id = any($2::uuid[])` },
    [shard, uuidArray(ids)],
  );
}

export interface AnewRow {
  /** Ranges of the logs. */
  readonly repairs: number;
  readonly members: number;
  /** Parts that are being filled. */
  readonly parts: readonly string[];
  /** How far they are: another text whenever something moved. */
  readonly places: string;
}

/** What a lens is being sent again (small tables). */
export async function readSentAnew(sql: Sql, lens: string): Promise<AnewRow> {
  const [row] = await sql.rows<AnewRow>(
    {
      name: 'read_sent_anew',
      text: `select (select count(*) from lens_repair where lens = $1) as repairs,
                    (select count(*) from lens_touch) as members,
                    array(select part from lens_part
                           where lens = $1 and (member_shard is not null or step_shard is not null)) as parts,
                    (select coalesce(string_agg(
                              concat_ws('/', part, member_shard, member_id, step_shard, step_position), ' ' order by part), '')
                       from lens_part where lens = $1) as places`,
    },
    [lens],
  );
  return row ?? { repairs: 0, members: 0, parts: [], places: '' };
}
