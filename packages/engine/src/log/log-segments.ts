import type { MemberId } from '@perennial/domain';
import type { MemberPlace } from './log-rows.ts';

/**
 * Which parts of which logs make up a member. Facts never move, so a member's history is
 *
 * - her own log, whole;
 * - the log of every member she absorbed, up to that member's tombstone, and what that one had absorbed before;
 * - after an undone merge: of what was recorded in the survivor's log between merge and split, the facts whose strongest
 *   identity is the absorbed member's belong to the absorbed member, the others to the survivor.
 *
 * Positions of different logs do not compare; within a segment facts are in order. Profile, metrics and lifecycle do not
 * depend on the order between segments (invariant E3).
 */
export interface LogSegment {
  /** Whose log. */
  readonly place: MemberPlace;
  /** Exclusive. */
  readonly after: number;
  /** Inclusive; null for the end of the log. */
  readonly upTo: number | null;
  /** Each applies to the positions of its own interval; a fact belongs to the segment when all that apply take it. */
  readonly filters: readonly SegmentFilter[];
}

export interface SegmentFilter {
  readonly after: number;
  readonly upTo: number;
  /** Blind indexes that are the absorbed member's since the split. */
  readonly absorbedIdentities: ReadonlySet<string>;
  readonly takes: 'absorbed' | 'survivor';
}

/** A merge as the merge log has it. */
export interface MergeRecord {
  readonly mergeId: string;
  readonly status: 'merged' | 'undone';
  readonly survivor: MemberPlace;
  readonly survivorPosition: number;
  readonly absorbed: MemberPlace;
  readonly absorbedPosition: number;
  /** What the merge re-pointed. */
  readonly identities: readonly string[];
  readonly undoneSurvivorPosition: number | null;
  readonly undoneIdentities: readonly string[];
}

export interface SegmentStore {
  /** Merges, undone ones too, in which one of these members survived or was absorbed. */
  readMergesOf(members: readonly MemberPlace[]): Promise<readonly MergeRecord[]>;
}

/** Merges within merges beyond this depth mean a cycle, which the merge log cannot hold. */
const depthMax = 1000;

interface OpenLog {
  /** Whose segments they are. */
  readonly of: MemberPlace;
  readonly place: MemberPlace;
  readonly upTo: number | null;
}

/** All segments of a member, her own log first. */
export async function logSegmentsOf(store: SegmentStore, member: MemberPlace): Promise<readonly LogSegment[]> {
  return (await logSegmentsOfAll(store, [member])).get(member.id) ?? [];
}

/** The same of many members, by id: the merge log is asked once for each depth of merges within merges, however many they are. */
export async function logSegmentsOfAll(
  store: SegmentStore,
  members: readonly MemberPlace[],
): Promise<ReadonlyMap<MemberId, readonly LogSegment[]>> {
  const segments = new Map<MemberId, LogSegment[]>(members.map(({ id }) => [id, []]));
  let open: readonly OpenLog[] = members.map((member) => ({ of: member, place: member, upTo: null }));
  for (let depth = 0; open.length > 0; depth += 1) {
    if (depth > depthMax) throw new Error(`the merges of member ${open[0]?.of.id} do not end`);
    const mergesOf = byMember(await store.readMergesOf(distinct(open.map(({ place }) => place))));
    open = open.flatMap((log) => {
      const merges = mergesOf.get(log.place.id) ?? [];
      segments.get(log.of.id)?.push(...ownSegments(log.place, log.upTo, merges));
      return absorbedLogs(log.place, log.upTo, merges).map((absorbed) => ({ of: log.of, ...absorbed }));
    });
  }
  return segments;
}

function distinct(places: readonly MemberPlace[]): readonly MemberPlace[] {
  return [...new Map(places.map((place) => [place.id, place])).values()];
}

function byMember(merges: readonly MergeRecord[]): ReadonlyMap<MemberId, readonly MergeRecord[]> {
  const found = new Map<MemberId, MergeRecord[]>();
  for (const merge of merges) {
    for (const { id } of [merge.survivor, merge.absorbed]) {
      const known = found.get(id);
      if (known === undefined) found.set(id, [merge]);
      else known.push(merge);
    }
  }
  return found;
}

/** Whether a fact of the segment's log is the member's. `identities` strongest first, as the log has them. */
export function belongsToSegment(segment: LogSegment, position: number, identities: readonly string[]): boolean {
  if (position <= segment.after || (segment.upTo !== null && position > segment.upTo)) return false;
  const [strongest] = identities;
  return segment.filters.every((filter) => {
    if (position <= filter.after || position > filter.upTo) return true;
    const isAbsorbed = strongest !== undefined && filter.absorbedIdentities.has(strongest);
    return isAbsorbed === (filter.takes === 'absorbed');
  });
}

/** Her own log without what an undone merge gave back, and what she got back from others' logs. */
function ownSegments(place: MemberPlace, upTo: number | null, merges: readonly MergeRecord[]): readonly LogSegment[] {
  const undone = merges.filter((merge) => merge.status === 'undone');
  const given = undone.filter((merge) => merge.survivor.id === place.id).map((merge) => filterOf(merge, 'survivor'));
  return [{ place, after: 0, upTo, filters: given }, ...givenBackSegments(place, undone)];
}

/** What undone merges gave back to a member: parts of the logs of others, of these merges of hers. */
export function givenBackSegments(member: MemberPlace, merges: readonly MergeRecord[]): readonly LogSegment[] {
  return merges
    .filter((merge) => merge.status === 'undone' && merge.absorbed.id === member.id)
    .map((merge): LogSegment => {
      const filter = filterOf(merge, 'absorbed');
      return { place: merge.survivor, after: filter.after, upTo: filter.upTo, filters: [filter] };
    });
}

function filterOf(merge: MergeRecord, takes: SegmentFilter['takes']): SegmentFilter {
  if (merge.undoneSurvivorPosition === null) throw new Error(`merge ${merge.mergeId} was undone without a position`);
  return {
    after: merge.survivorPosition,
    upTo: merge.undoneSurvivorPosition,
    absorbedIdentities: new Set(merge.undoneIdentities),
    takes,
  };
}

function absorbedLogs(place: MemberPlace, upTo: number | null, merges: readonly MergeRecord[]) {
  return merges
    .filter((merge) => merge.status === 'merged' && merge.survivor.id === place.id)
    .filter((merge) => upTo === null || merge.survivorPosition <= upTo)
    .map((merge) => ({ place: merge.absorbed, upTo: merge.absorbedPosition }));
}
