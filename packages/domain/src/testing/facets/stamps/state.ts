import { codecOfNumbers } from '../../../kernel/base/state-codec.ts';

/** What is kept of a member beside her cards; the numbers are few, so that no card need be loaded to know them. */
export interface StampsState {
  /** Cards that she ever had. */
  opened: number;
  /** Cards that she filled. */
  full: number;
  /** No card expires before; the one that would have may be gone. */
  nextExpiryAt: number;
}

export const stampsCodec = codecOfNumbers<StampsState>(1, { opened: 'count', full: 'count', nextExpiryAt: 'due' });
