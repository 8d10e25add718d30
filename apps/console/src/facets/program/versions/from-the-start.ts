import { toMilliseconds } from '../../../format/format.ts';
import type { InstantLike } from '../../../format/format.ts';

/** The first version counts for everything that was ever recorded: its instant is the epoch, which is no date to show. */
export function holdsFromTheStart(effectiveAt: InstantLike): boolean {
  return toMilliseconds(effectiveAt) <= 0;
}
