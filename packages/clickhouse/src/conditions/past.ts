import type { LensParams } from '../client/lens-query.ts';
import type { Asked } from './asked.ts';

/** Columns of the members' table that a facet can tell as of `{asOf:Int64}`. */
export interface PastColumns<Past> {
  readonly columns: readonly string[];
  /** Joined to members `m`, who are rows of `member` with what does not change. */
  join(past: Past, asked: Asked): { readonly select: string; readonly from: string; readonly params: LensParams };
}

/** Dated names of a facet's table as of then: a subquery in parentheses, rows of (who, place). */
export interface PastPlaces {
  readonly table: string;
  readonly column: string;
  readonly sql: string;
}
