import type { FactRange, MemberPlace, StoredDecision, StoredDerivedFact, StoredMerge } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { mergesOfPlaces } from '../ingest/merges.ts';
import { placeArrays } from '../place-arrays.ts';

/** Decisions in one member's own log within (after, upTo], in order (index: fact_by_member). */
export async function readDecisions(sql: Sql, place: MemberPlace, range: FactRange): Promise<StoredDecision[]> {
  return sql.rows(
    {
      name: 'read_decisions_of_member',
      text: `select position, message_id as "decisionId", type as command, recorded_at as "recordedAt", payload
               from fact
              where shard = $1 and member_id = $2 and position > $3 and ($4::bigint is null or position <= $4) and kind = 4
              order by position limit $5`,
    },
    rangeValues(place, range),
  );
}

/**
 * What the fold decided about one member within (after, upTo], in order. Walks the derived facts of her whole shard (index: primary key):
 * an index by member would be paid by every fold, and this is read when somebody asks for all that is kept of one person.
 */
export async function readDerivedFactsOf(sql: Sql, place: MemberPlace, range: FactRange): Promise<StoredDerivedFact[]> {
  return sql.rows(
    {
      name: 'read_derived_facts_of_member',
      text: `select position, type, occurred_at as "occurredAt", recorded_at as "recordedAt", cause_kind as "causeKind",
                    program_version as "programVersion", payload
               from derived_fact
              where shard = $1 and member_id = $2 and position > $3 and ($4::bigint is null or position <= $4)
              order by position limit $5`,
    },
    rangeValues(place, range),
  );
}

function rangeValues({ shard, id }: MemberPlace, { after, upTo, limit }: FactRange) {
  return [shard, id, after, upTo, limit];
}

/** All that the merge log has of these members, oldest first (indexes: merge_log_by_survivor, merge_log_by_absorbed). */
export async function readMergeLogOf(sql: Sql, members: readonly MemberPlace[]): Promise<StoredMerge[]> {
  return sql.rows(
    {
      name: 'read_merge_log_of',
      text: `select merge_id as "mergeId", status, reason, survivor_id as "survivorId", absorbed_id as "absorbedId",
                    identity_type as "identityType", cause_source as "causeSource", cause_message_id as "causeMessageId",
                    recorded_at as "recordedAt", undone_at as "undoneAt", undone_by as "undoneBy"
               from merge_log
              where merge_id in (${mergesOfPlaces})
              order by recorded_at, merge_id`,
    },
    placeArrays(members),
  );
}
