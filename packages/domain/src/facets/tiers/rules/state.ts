import { codecOfNumbers } from '../../../kernel/base/state-codec.ts';

/** What is kept of a member beside her rows, so that none has to be loaded to know it. */
export interface TiersState {
  /** Changes so far: the number of the last one. */
  changes: number;
  /** 1 from when she stands in a set, or has earned units that count for one. */
  isKnown: number;
  /** No level changes by time before. */
  reviewAt: number;
}

export const tiersCodec = codecOfNumbers<TiersState>(1, { changes: 'count', isKnown: 'count', reviewAt: 'due' });
