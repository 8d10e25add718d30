import { sharedCardFactsMin } from '@perennial/domain';
import { rowsAsKnown } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';

/** Of a row of `member`: whether it is a card that a till lends to everybody, which has no stages. */
export const isShared = `facts > ${sharedCardFactsMin}`;

/**
 * Timelines of one lifecycle, as known then or now: `from_at` ascending, `stage` and `is_reactivation` beside it. Members that another one took
 * in are left out, because their history is in hers, and shared cards, whose timelines ended when they came to be ones.
 */
export function timelinesOf(asKnown: AsKnown): string {
  return `(
  select shard, member_id, from_at, stage, is_reactivation
    from ${rowsAsKnown('stage_timeline', asKnown)}
   where lifecycle = {lifecycle:String} and length(from_at) > 0
     and member_id not in (select member_id from ${rowsAsKnown('member', asKnown)} where status != 'live' or ${isShared})
)`;
}

/** Index within `from_at` of the entry that holds at an instant; 0 before the first. */
export function entryAt(instant: string): string {
  return `arrayLastIndex(at -> at <= ${instant}, from_at)`;
}
