import type { MemberPlace } from '../log/log-rows.ts';
import { logSegmentsOf } from '../log/log-segments.ts';
import type { PrivacyStore } from './privacy-store.ts';

/** A member and all whom she has taken in and not given back, herself first. */
export async function memberFamily(store: PrivacyStore, place: MemberPlace): Promise<readonly MemberPlace[]> {
  const segments = await logSegmentsOf(store, place);
  const own = segments.filter((segment) => segment.filters.every((filter) => filter.takes === 'survivor'));
  return [...new Map([place, ...own.map((segment) => segment.place)].map((one) => [one.id, one])).values()];
}
