import { knownThen } from '@perennial/domain/models';
import type { ExpectedShare, KnownThen, UnitFlow } from '@perennial/domain/models';
import type { EstimateRow } from '@perennial/postgres/wallets';
import { yearOfMonth } from './months.ts';

const million = 1_000_000;

export interface Expectations {
  readonly shareOf: ExpectedShare;
  /** Whether somebody said it for the units of a month, as of a month. */
  readonly isByHand: (issueMonth: number, month: number) => boolean;
  /** What the past says at the end of a month. */
  readonly knownAt: (month: number) => KnownThen;
}

/**
 * Which share of units is redeemed sooner or later: as somebody said it for the year of their issue, what was said for the latest month up
 * to the one that is asked about, and of that the last word; else as the past said then. A month that is not over says nothing yet.
 */
export function expectationsOf(
  flows: readonly UnitFlow[],
  { estimates, running }: { readonly estimates: readonly EstimateRow[]; readonly running: number },
): Expectations {
  const known = new Map<number, KnownThen>();
  const knownAt = (month: number) => {
    const through = Math.min(month, running - 1);
    const found = known.get(through) ?? knownThen(flows, through);
    known.set(through, found);
    return found;
  };
  const handOf = (issueMonth: number, month: number) => saidFor(estimates, yearOfMonth(issueMonth), month);
  return {
    knownAt,
    isByHand: (issueMonth, month) => handOf(issueMonth, month) !== null,
    shareOf: (issueMonth, month) => handOf(issueMonth, month) ?? knownAt(month).shareOf(issueMonth),
  };
}

/** Estimates stand in the order in which they were set. */
function saidFor(estimates: readonly EstimateRow[], year: number, month: number): number | null {
  let said: EstimateRow | null = null;
  for (const one of estimates) {
    if (one.issueYear !== year || one.fromMonth > month) continue;
    if (said === null || one.fromMonth >= said.fromMonth) said = one;
  }
  return said === null || said.redeemedOfMillion === null ? null : said.redeemedOfMillion / million;
}
