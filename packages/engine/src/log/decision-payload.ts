import type { DecisionParts } from '@perennial/domain';

/** What the log holds of a decision: what each facet has to do, and who decided, as people read it. */
export interface DecisionPayload {
  readonly parts: DecisionParts;
  /** Empty of decisions from before it was kept. */
  readonly by: string;
}

/** Stands among the parts: no facet's name begins so, and who reads parts alone asks for those of facets. */
const byKey = '$by';

export function writeDecision({ parts, by }: DecisionPayload): string {
  return JSON.stringify({ [byKey]: by, ...parts });
}

/** The log is written by us alone: reading it back is a parse boundary. */
export function readDecision(text: string): DecisionPayload {
  const { [byKey]: by = '', ...parts } = JSON.parse(text) as DecisionParts & { readonly [byKey]?: string };
  return { parts, by };
}
