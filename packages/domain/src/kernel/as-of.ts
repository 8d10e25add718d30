/**
 * Steps that rows alone cannot stand for at an instant in the past: what a row no longer says is what a later step has replaced
 * in it.
 */
export interface StepsWanted {
  /** All facts of the member that occurred from here up to the instant asked for; positive infinity for none. */
  readonly fromAt: number;
  /** Beside them all facts of these types, from the beginning. */
  readonly types: readonly string[];
  /** Beside them all decisions. */
  readonly hasDecisions: boolean;
}

/** What two facets want, together; null: nothing. */
export function wantBoth(a: StepsWanted | null, b: StepsWanted | null): StepsWanted | null {
  if (a === null) return b;
  if (b === null) return a;
  return {
    fromAt: Math.min(a.fromAt, b.fromAt),
    types: [...new Set([...a.types, ...b.types])],
    hasDecisions: a.hasDecisions || b.hasDecisions,
  };
}
