import type { ConditionNode } from '@perennial/domain';
import type { Binder } from '../conditions/binder.ts';
import type { PastColumns, PastPlaces } from '../conditions/past.ts';
import { placesOfAsOf } from './lifecycle/figures-as-of.ts';
import { orderFactColumns } from './lifecycle/fact-columns.ts';
import { lifecycleConditions } from './lifecycle/filter.ts';
import type { LifecycleFilter } from './lifecycle/filter.ts';
import { movedSql } from './lifecycle/moved.ts';
import type { MovedFilter } from './lifecycle/moved.ts';
import { pastJoined, pastOrders, pastPlaces, pastStages } from './lifecycle/past.ts';
import type { PastOrders } from './lifecycle/past.ts';
import { isShared } from './lifecycle/timeline.ts';
import { registerConditions } from './registers/filter.ts';
import type { RegisterFilter } from './registers/filter.ts';
import { pastTags } from './registers/past.ts';

/*
 * The one list of what facets bring to the lens beside what their description says: adding a facet is adding its folder and a
 * line where it has something special.
 */

/** Columns of facts that queries would else read from the payload each time. */
export const factColumns: readonly string[] = [...orderFactColumns];

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

/** The named parameters of lists. */
export interface NamedFilter extends LifecycleFilter, RegisterFilter {
  /** A transition on her timeline. */
  readonly moved?: MovedFilter;
}

/** Those that are conditions over fields. */
export function namedConditions(filter: NamedFilter): readonly ConditionNode[] {
  return [...lifecycleConditions(filter), ...registerConditions(filter)];
}

/** Those that no field says. */
export function namedClauses({ moved }: NamedFilter, binder: Binder): readonly string[] {
  return moved === undefined ? [] : [movedSql(moved, binder)];
}
