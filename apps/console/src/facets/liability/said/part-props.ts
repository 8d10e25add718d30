import type { LiabilityFigures } from './liability-query.ts';

/** What each part of the page is given: the answer, and the request that it came from. */
export interface PartProps {
  readonly figures: LiabilityFigures;
  readonly query: string;
}
