import type { GuestStay, MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';
import { logParts, type LogPart } from './erased-steps.ts';
import { mergesOfPlaces } from '../ingest/merges.ts';

/*
 * The log is append-only but for this: what an erasure puts in the place of blind indexes. One salt makes one index of one index, so
 * that whose facts are whose can still be told, and nobody keeps the salt.
 */

/** Of an index and a salt. Sixteen bytes of SHA-256 in the shape of a UUID. */
const replaced = (index: string, salt: string): string =>
  `encode(substring(sha256(${salt}::bytea || uuid_send(${index})) for 16), 'hex')::uuid`;

const allReplaced = (column: string, salt: string): string =>
  `coalesce((select array_agg(${replaced('one.index', salt)} order by one.n)
                                       from unnest(${column}) with ordinality as one(index, n)), '{}')`;

/** In the facts of parts of members' own logs (index: fact_by_member). */
export async function replaceFactIndexes(sql: Sql, parts: readonly LogPart[], salt: Uint8Array): Promise<void> {
  await sql.execute(
    {
      name: 'replace_fact_indexes',
      text: `update fact f
                set identities = ${allReplaced('f.identities', '$5')}
               from unnest($1::integer[], $2::uuid[], $3::bigint[], $4::bigint[]) as wanted(shard, member_id, after, up_to)
              where f.shard = wanted.shard and f.member_id = wanted.member_id and f.identities <> '{}'
                and f.position > wanted.after and f.position <= wanted.up_to`,
    },
    [...logParts(parts), Buffer.from(salt)],
  );
}

/** In all that the merge log has of these members (indexes: merge_log_by_survivor, merge_log_by_absorbed). */
export async function replaceMergeIndexes(sql: Sql, members: readonly MemberPlace[], salt: Uint8Array): Promise<void> {
  await sql.execute(
    {
      name: 'replace_merge_indexes',
      text: `update merge_log l
                set identities = ${allReplaced('l.identities', '$3')},
                    undone_identities = case when l.undone_identities is not null
                                             then ${allReplaced('l.undone_identities', '$3')} end
              where l.merge_id in (${mergesOfPlaces})`,
    },
    [...placeArrays(members), Buffer.from(salt)],
  );
}

/**
 * In the log of another one, with whom a member was one for a while: every index of the facts that are hers, which her strongest one
 * says, and hers where they stand beside in the other's facts (index: fact_by_member).
 */
export async function replaceGuestIndexes(sql: Sql, stay: GuestStay, salt: Uint8Array): Promise<void> {
  await sql.execute(
    {
      name: 'replace_guest_indexes',
      text: `update fact f
                set identities = (select array_agg(case when one.index = any($5::uuid[]) and one.n > 1
                                                          or f.position > $3 and f.position <= $4
                                                         and f.identities[1] = any($5::uuid[])
                                                        then ${replaced('one.index', '$6')} else one.index end order by one.n)
                                    from unnest(f.identities) with ordinality as one(index, n))
              where f.shard = $1 and f.member_id = $2::uuid and f.identities && $5::uuid[]`,
    },
    [stay.host.shard, stay.host.id, stay.after, stay.upTo, uuidArray(stay.identities), Buffer.from(salt)],
  );
}

/** Locks all that the merge log has of these members (indexes: merge_log_by_survivor, merge_log_by_absorbed). */
export async function lockMergesOf(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'lock_merges_of',
      text: `select merge_id from merge_log where merge_id in (${mergesOfPlaces}) order by merge_id for update`,
    },
    placeArrays(members),
  );
}

/** Refusals that concern these members stand no more (indexes: merge_log_by_survivor, merge_log_by_absorbed). */
export async function resolveRefusalsOf(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'resolve_refusals_of',
      text: `update merge_log set status = 'resolved' where status = 'refused' and merge_id in (${mergesOfPlaces})`,
    },
    placeArrays(members),
  );
}
