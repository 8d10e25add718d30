import type { TFunction } from 'i18next';

/** Has its place among its like by a number, so that no list has to be written down in order. */
export interface Ranked {
  readonly rank: number;
}

export function byRank<Thing extends Ranked>(things: readonly Thing[]): readonly Thing[] {
  return things.toSorted((one, other) => one.rank - other.rank);
}

/** A text of the console, said in the reader's language when it is shown. */
export type Say = (t: TFunction) => string;
