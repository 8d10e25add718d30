import { wordsIn } from '@perennial/contracts';
import { identityColumnWords, memberColumnWords } from '@perennial/contracts/staff';

/** Columns of the list of members as programs get it. */
const rawColumns = ['member_id', 'stage', 'stage_since', 'next_stage', 'spend_minor'];

/** Names that no other file would have beside each other, and those that may stand beside them. */
const worded = (['en', 'zh'] as const).map((language) => {
  const { stage, stageSince, nextChangeAt, changedNext, spend, ...others } = wordsIn(memberColumnWords, language);
  const telling = new Set([stageSince, nextChangeAt, changedNext, spend]);
  return {
    telling,
    all: new Set([stage, ...telling, ...Object.values({ ...others, ...wordsIn(identityColumnWords, language) })]),
  };
});

/**
 * Whether a file is a list of members that the product gave out, whichever columns were chosen: it would make each of them a second
 * time, under what their stages and sums were called.
 */
export function isOwnList(columns: readonly string[]): boolean {
  if (rawColumns.every((name) => columns.includes(name))) return true;
  const titles = columns.map((column) => column.replace(/ ?\([^()]*\)$/, ''));
  return worded.some(
    ({ telling, all }) => titles.some((title) => telling.has(title)) && titles.every((title) => all.has(title)),
  );
}
