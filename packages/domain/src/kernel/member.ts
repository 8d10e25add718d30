import { FacetView } from './facet-view.ts';
import type { Facet, Facets, Member, MemberStatus } from './facet.ts';
import { notByTime } from './base/instants.ts';
import type { MemberId } from './steps/steps.ts';

interface MemberPlace {
  readonly id: MemberId;
  readonly shard: number;
}

export interface StoredMember {
  readonly position: number;
  readonly clockAt: number;
  readonly programVersion: number;
  readonly status: MemberStatus;
  /** Of the facets whose state stands in the member's row: their bytes, null before the first. */
  readonly state: Uint8Array | null;
  /** Due instants of the facets whose state is kept apart. */
  readonly due: readonly { readonly facet: string; readonly at: number }[];
}

/** A member of whom nothing is stored yet. */
export function createMember(facets: Facets, id: MemberId, shard: number): Member {
  return emptyMember(facets, { id, shard }, { isNew: true, isTrial: false });
}

/** A member who is folded to see what comes of it, and never stored. */
export function createTrialMember(facets: Facets, id: MemberId, shard: number): Member {
  return emptyMember(facets, { id, shard }, { isNew: true, isTrial: true });
}

function emptyMember(facets: Facets, place: MemberPlace, of: Pick<Member, 'isNew' | 'isTrial'>): Member {
  const dueAt: number[] = [];
  for (let i = 0; i < facets.size; i += 1) dueAt.push(notByTime);
  return {
    id: place.id,
    shard: place.shard,
    facets,
    position: 0,
    clockAt: 0,
    programVersion: 0,
    status: 'live',
    wakeAt: null,
    dueAt,
    ...of,
    views: [],
    derived: [],
    requests: [],
    inputs: [],
    granted: null,
    own: null,
    run: null,
  };
}

/** A stored member with nothing loaded but what her row holds. */
export function openMember(facets: Facets, place: MemberPlace, stored: StoredMember): Member {
  const member = emptyMember(facets, place, { isNew: stored.position === 0, isTrial: false });
  member.position = stored.position;
  member.clockAt = stored.clockAt;
  member.programVersion = stored.programVersion;
  member.status = stored.status;
  const { inRow } = facets;
  if (inRow !== null) {
    const view = new FacetView(member, inRow, stored.state);
    view.isStateKnown = true;
    member.views[inRow.index] = view;
  }
  if (member.status === 'live') openDue(member, stored);
  return member;
}

/** Nothing is due of whom was absorbed or erased, whatever her state says of a time when she was not. */
function openDue(member: Member, stored: StoredMember): void {
  const { inRow, named } = member.facets;
  for (const { facet, at } of stored.due) member.dueAt[named(facet).index] = at;
  const view = inRow === null ? undefined : member.views[inRow.index];
  if (inRow !== null && view !== undefined && stored.state !== null)
    member.dueAt[inRow.index] = inRow.dueAt(view.state);
  noteWake(member);
}

/** Notes when time alone changes something of one facet next. */
export function noteDue(member: Member, facet: Facet, at: number): void {
  if (member.dueAt[facet.index] === at) return;
  member.dueAt[facet.index] = at;
  noteWake(member);
}

function noteWake(member: Member): void {
  let wakeAt = notByTime;
  for (const at of member.dueAt) if (at < wakeAt) wakeAt = at;
  member.wakeAt = wakeAt === notByTime ? null : wakeAt;
}

/** Nothing is due of a member who is no more. */
export function clearDue(member: Member): void {
  member.dueAt.fill(notByTime);
  member.wakeAt = null;
}

/** Forgets what has been written, so that the member can be folded further. */
export function clearChanges(member: Member): void {
  for (const view of member.views) view?.clearChanges();
  member.derived.length = 0;
  member.requests.length = 0;
  member.inputs.length = 0;
}
