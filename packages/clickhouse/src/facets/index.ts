import type { Binder } from '../conditions/binder.ts';
import type { AsKnown } from '../earlier/as-known.ts';
import type { PastColumns, PastPlaces } from '../conditions/past.ts';
import { lifecycleChecks } from './lifecycle/checks.ts';
import { placesOfAsOf } from './lifecycle/figures-as-of.ts';
import { orderFactColumns } from './lifecycle/fact-columns.ts';
import { movedSql } from './lifecycle/moved.ts';
import type { MovedFilter } from './lifecycle/moved.ts';
import { pastJoined, pastOrders, pastPlaces, pastStages } from './lifecycle/past.ts';
import type { PastOrders } from './lifecycle/past.ts';
import { isShared } from './lifecycle/timeline.ts';
import { pastTags } from './registers/past.ts';
import { ownerChecks } from '../log/owner-check.ts';
import { tierChecks } from './tiers/checks.ts';
import { walletChecks } from './wallets/checks.ts';

/*
 * The one list of what facets bring to the lens beside what their description says: adding a facet is adding its folder and a
 * line where it has something special.
 */

/** Columns of facts that queries would else read from the payload each time. */
export const factColumns: readonly string[] = [...orderFactColumns];

/** Of tables that repeat what facts and members of the lens say, how they are held against these up to `{upTo:Array(UInt64)}` of each shard. */
export const tableChecks: ReadonlyMap<string, string> = new Map([
  ...ownerChecks,
  ...lifecycleChecks,
  ...walletChecks,
  ...tierChecks,
]);

/** Where members `{ids}` were last seen by `{asOf}`: rows of (id, store_id, channel_id). */
export const pastPlacesOfMembers = placesOfAsOf;

/** What is told of a past instant beside the lens. */
export type PastFacts = PastOrders;

/** Columns of members that can be told as of a past instant. */
export const pastColumns: readonly PastColumns<PastFacts>[] = [pastStages, pastJoined, pastTags];

/** The same, of those for which everybody's facts are gone through: seconds where there are millions. */
export const pastColumnsOfFacts: readonly PastColumns<PastFacts>[] = [pastOrders];

export const pastPlacesOfFacts: readonly PastPlaces[] = [...pastPlaces];

/** Of a row of `member`: whether it is in no list of a past instant, because what it was then is not known. */
export const hiddenInPast = isShared;

/** Of a row of `member`: whether it is a shared card, of whom nobody is meant. */
export const isSharedCard = isShared;

/** What a list can be narrowed by that no field says. */
export interface NamedFilter {
  /** A transition on her timeline. */
  readonly moved?: MovedFilter;
}

export function namedClauses({ moved, ...asKnown }: NamedFilter & AsKnown, binder: Binder): readonly string[] {
  return moved === undefined ? [] : [movedSql(moved, binder, asKnown)];
}
