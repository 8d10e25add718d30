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
  /** … and beside them all facts of these types, separated by commas … */
  readonly types: string;
  /** … and all decisions. */
  readonly hasDecisions: boolean;
}

export interface PastStepRow extends FactRow {
  /** Index of the part, from 1. */
  readonly part: number;
  /** Blind indexes of the identities that the fact carried, strongest first, separated by commas. */
  readonly identities: string;
}

/** Facts and decisions of these parts that had occurred by `until` (index: fact_by_member). */
export async function readPastSteps(sql: Sql, parts: readonly LogPart[], until: number): Promise<PastStepRow[]> {
  return sql.rows(
    {
      name: 'read_past_steps',
      text: `select k.part::integer as part, ${factColumns}, coalesce(array_to_string(f.identities, ','), '') as identities
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[])
                    with ordinality as k(shard, id, after, upto, from_at, types, has_decisions, part)
               join fact f on f.shard = k.shard and f.member_id = k.id and f.position > k.after and f.position <= k.upto
              where f.occurred_at <= $8
                and ((f.kind = 0 and (f.occurred_at >= k.from_at or f.type = any(string_to_array(k.types, ','))))
                     or (f.kind = 4 and k.has_decisions))
              order by k.part, f.position`,
    },
    [
      int4Array(parts.map((part) => part.shard)),
      uuidArray(parts.map((part) => part.id)),
      int8Array(parts.map((part) => part.after)),
      int8Array(parts.map((part) => part.upTo)),
      int8Array(parts.map((part) => part.fromAt)),
      textArray(parts.map((part) => part.types)),
      boolArray(parts.map((part) => part.hasDecisions)),
      until,
    ],
  );
}
