/**
 * Timelines of one lifecycle, as known now: `from_at` ascending, `stage` and `is_reactivation` beside it. Members that another one took
 * in are left out, because their history is in hers.
 */
export const timelines = `(
  select shard, member_id, from_at, stage, is_reactivation
    from stage_timeline final
   where lifecycle = {lifecycle:String} and length(from_at) > 0
     and member_id not in (select member_id from member final where status = 'absorbed')
)`;

/** Index within `from_at` of the entry that holds at an instant; 0 before the first. */
export function entryAt(instant: string): string {
  return `arrayLastIndex(at -> at <= ${instant}, from_at)`;
}
