import type { Sql } from '../../database/database.ts';
import { boolArray, int4Array, int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { factColumns, type FactRow } from '../fact-row.ts';

/** Part of a member's log: positions within (after, upTo], and what of it is asked for. */
export interface LogPart {
  readonly shard: number;
  readonly id: string;
  readonly after: number;
  readonly upTo: number;
  /** Facts that occurred from here on, epoch milliseconds … */
  readonly fromAt: number;
  /** … and beside them all facts of `types`. */
  readonly isOfTypes: boolean;
}

export interface PastFactRow extends FactRow {
  /** Index of the part, from 1. */
  readonly part: number;
  /** Blind indexes of the identities that the fact carried, strongest first, separated by commas. */
  readonly identities: string;
}

/** Facts of these parts that had occurred by `until` (index: fact_by_member). */
export async function readPastFacts(
  sql: Sql,
  parts: readonly LogPart[],
  only: { readonly until: number; readonly types: readonly string[] },
): Promise<PastFactRow[]> {
  return sql.rows(
    {
      name: 'read_past_facts',
      text: `select k.part::integer as part, ${factColumns}, coalesce(array_to_string(f.identities, ','), '') as identities
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[])
                    with ordinality as k(shard, id, after, upto, from_at, is_of_types, part)
               join fact f on f.shard = k.shard and f.member_id = k.id and f.position > k.after and f.position <= k.upto
              where f.kind = 0 and f.occurred_at <= $7 and (f.occurred_at >= k.from_at or (k.is_of_types and f.type = any($8::text[])))
              order by k.part, f.position`,
    },
    [
      int4Array(parts.map((part) => part.shard)),
      uuidArray(parts.map((part) => part.id)),
      int8Array(parts.map((part) => part.after)),
      int8Array(parts.map((part) => part.upTo)),
      int8Array(parts.map((part) => part.fromAt)),
      boolArray(parts.map((part) => part.isOfTypes)),
      only.until,
      textArray(only.types),
    ],
  );
}
