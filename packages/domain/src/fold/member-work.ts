import type { ActivityState } from '../activity/activity-state.ts';
import type { LifecycleState } from '../lifecycle/lifecycle-state.ts';
import type { ActivityDayRow, AttributeRow, OrderRow, RefundRow, StageEntryRow } from './rows.ts';
import type { DerivedFact, MemberId } from './steps.ts';

/**
 * One member while a batch is folded: her O(1) state, the rows that were loaded, and what changed. It is the only mutable
 * thing in the domain; the loop creates it, folds into it, writes its changes and drops it.
 */
export interface MemberWork {
  readonly id: MemberId;
  readonly shard: number;
  /** Last step applied; a step applies only if its position is greater (invariant E4). */
  position: number;
  /** Greatest instant applied, epoch milliseconds; moves only forward. */
  clockAt: number;
  /** Program version the state was folded under; 0 before the first. */
  programVersion: number;
  /** Next instant at which time alone changes something, or null. */
  wakeAt: number | null;
  status: 'live' | 'absorbed' | 'erased';
  activity: ActivityState;
  lifecycle: LifecycleState;
  readonly rows: LoadedRows;
  readonly changes: MemberChanges;
}

/** What was loaded. A missing key in a collection that is not complete means "not loaded", never "not there". */
export interface LoadedRows {
  /** True when every order, refund and activity day of the member is here; then the timeline can be recomputed. */
  hasAllEvidence: boolean;
  /** True when every live stage entry is here. */
  hasAllEntries: boolean;
  readonly orders: Map<string, OrderRow>;
  readonly refunds: Map<string, RefundRow>;
  readonly days: Map<string, ActivityDayRow>;
  readonly attributes: Map<string, AttributeRow>;
  /** Live entries only, ascending by lifecycle and validFrom. */
  entries: StageEntryRow[];
}

/** What the batch has to write. Keys as in `LoadedRows`. */
export interface MemberChanges {
  isActivityChanged: boolean;
  isLifecycleChanged: boolean;
  readonly orders: Set<string>;
  readonly refunds: Set<string>;
  /** Increments, not totals: the row need not have been loaded. Keyed by `dayKey`. */
  readonly dayDeltas: Map<string, ActivityDayRow>;
  readonly attributes: Set<string>;
  readonly entriesAdded: StageEntryRow[];
  /** Entries never acted on that no longer hold. */
  readonly entriesRemoved: StageEntryRow[];
  /** Entries acted on that no longer hold, with `supersededAt` set. */
  readonly entriesSuperseded: StageEntryRow[];
  readonly derived: DerivedFact[];
}

/** What must be loaded before a step can be applied. */
export type StepNeeds =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'keys'; readonly orderIds: readonly string[]; readonly attributeKeys: readonly string[] }
  /** All evidence and entries: the step is late, or the program's metrics look back. */
  | { readonly kind: 'everything'; readonly attributeKeys: readonly string[] };
