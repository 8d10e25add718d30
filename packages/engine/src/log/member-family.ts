import type { MemberId } from '@perennial/domain';
import type { MemberPlace } from './log-rows.ts';
import { logSegmentsOfAll, type LogSegment, type SegmentStore } from './log-segments.ts';

/**
 * A member and all whom she has taken in and not given back, herself first. Whatever is read of a member is read of her whole
 * family: their secrets, their rows, their logs. This and `log-segments.ts`, which it goes by, are the only ones to say who that is.
 */
export type MemberFamily = readonly MemberPlace[];

export async function memberFamily(store: SegmentStore, member: MemberPlace): Promise<MemberFamily> {
  return (await memberFamilies(store, [member])).get(member.id) ?? [member];
}

/** The same of many members, by id. */
export async function memberFamilies(
  store: SegmentStore,
  members: readonly MemberPlace[],
): Promise<ReadonlyMap<MemberId, MemberFamily>> {
  const segments = await logSegmentsOfAll(store, members);
  return new Map(members.map((member) => [member.id, familyOf(member, segments.get(member.id) ?? [])]));
}

/** Whose logs are hers: what an undone merge gave back to her stands in the log of another one. */
function familyOf(member: MemberPlace, segments: readonly LogSegment[]): MemberFamily {
  const own = segments.filter(({ filters }) => filters.every(({ takes }) => takes === 'survivor'));
  const places = [member, ...own.map(({ place }) => place)];
  return [...new Map(places.map(({ shard, id }) => [id, { shard, id }])).values()];
}
