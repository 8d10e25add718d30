import type { Holdings, MemberId } from '@perennial/domain';
import { belongsToSegment, givenBackSegments, memberFamilies } from '@perennial/engine';
import type { LogSegment, MemberPlace } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { readMergesOf } from '../sql/ingest/merges.ts';
import { readFactPlaces } from '../sql/reading/given-facts.ts';

/** Whose facts are theirs, of those of these members who were ever merged: one statement for all others. */
export async function readHoldings(
  sql: Sql,
  members: readonly MemberPlace[],
): Promise<ReadonlyMap<MemberId, Holdings>> {
  const merges = members.length === 0 ? [] : await readMergesOf(sql, members);
  const ever = new Set(merges.flatMap(({ survivor, absorbed }) => [survivor.id, absorbed.id]));
  const merged = members.filter(({ id }) => ever.has(id));
  if (merged.length === 0) return new Map();
  const families = await memberFamilies({ readMergesOf: (places) => readMergesOf(sql, places) }, merged);
  const given = await readGivenBack(
    sql,
    merged.flatMap((member) => givenBackSegments(member, merges).map((segment) => ({ member, segment }))),
  );
  return new Map(
    merged.map(({ id }) => {
      const takenIn = (families.get(id) ?? []).map((place) => place.id).filter((other) => other !== id);
      return [id, { takenIn, givenBack: given.get(id) ?? [] }];
    }),
  );
}

interface OwnedSegment {
  readonly member: MemberPlace;
  readonly segment: LogSegment;
}

async function readGivenBack(
  sql: Sql,
  owned: readonly OwnedSegment[],
): Promise<ReadonlyMap<MemberId, Holdings['givenBack']>> {
  const given = new Map<MemberId, { shard: number; position: number }[]>();
  if (owned.length === 0) return given;
  const rows = await readFactPlaces(
    sql,
    owned.map(({ segment }) => segment),
  );
  for (const { segment, shard, position, identities } of rows) {
    const one = owned[segment - 1];
    if (one === undefined) continue;
    if (!belongsToSegment(one.segment, position, identities === '' ? [] : identities.split(','))) continue;
    const known = given.get(one.member.id);
    if (known === undefined) given.set(one.member.id, [{ shard, position }]);
    else known.push({ shard, position });
  }
  return given;
}
