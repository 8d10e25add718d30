import type { AnyRowKind, RowKey } from './row-kind.ts';

/** Up to where a member's history is asked for, and as of which moment of her merges. */
export interface HistoryAsOf {
  /** Of her own log. */
  readonly position: number;
  /** Merges recorded later are left out. */
  readonly recordedAt: number;
  /** The merge that is being taken back, which counts as undone. */
  readonly mergeId: string | null;
}

/** Something to load into a member before a step can go on. */
export type Need =
  | { readonly by: 'key' | 'prefix'; readonly kind: AnyRowKind; readonly keys: readonly RowKey[] }
  /** Rows whose due column is at or before `upTo`. */
  | { readonly by: 'due'; readonly kind: AnyRowKind; readonly upTo: number }
  /** Every row that still holds. */
  | { readonly by: 'all'; readonly kind: AnyRowKind }
  /** Every row there ever was, those that hold no longer too: what a past instant is read from. */
  | { readonly by: 'ever'; readonly kind: AnyRowKind }
  /** The state of a facet that is kept apart from the member's row. */
  | { readonly by: 'state'; readonly facet: string }
  /** What her own facts and decisions, out of every log that is hers, amount to under a program version. */
  | ({ readonly by: 'history'; readonly programVersion: number } & HistoryAsOf);

/** A share of something outside the member: stock, a pool of codes, a budget, a cap, a quota. */
export interface Take {
  readonly resource: string;
  readonly asked: number;
}

/** Why a step cannot go on yet. The step stops where it stands and goes on when what is missing is there. */
export class Missing {
  readonly needs: readonly Need[];
  readonly takes: readonly Take[];
  /** What is missing of the other member: of a merge the one who is absorbed, of a command over two the one who is named second. */
  readonly ofOther: readonly Need[];

  constructor(needs: readonly Need[], takes: readonly Take[] = [], ofOther: readonly Need[] = []) {
    this.needs = needs;
    this.takes = takes;
    this.ofOther = ofOther;
  }
}

/** Rows that a cause is known to need before it is looked at; asked for a whole batch, and may be too little. */
export interface Hints {
  add(need: Need): void;
}
