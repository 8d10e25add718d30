import { fingerprintOf } from '../kernel/lens.ts';
import type { LensTablePart } from '../kernel/lens.ts';
import type { LensTable } from './seen.ts';

/**
 * Of members who were ever merged, one row each: facts never move, so this says whose they are now. It follows from the merge log, which no facet
 * has. Only steps other than facts and decisions change it.
 */
const part: LensTablePart<never> = {
  kind: 'table',
  name: 'owner',
  revision: 1,
  columns: [
    { name: 'taken_in', type: 'list of text' },
    { name: 'given_shards', type: 'list of integer' },
    { name: 'given_positions', type: 'list of integer' },
  ],
  sortBy: [],
  keeps: 'newest',
  whole: { facts: [], derived: [], isPastDecisions: true, rows: () => [] },
};

export const ownerFingerprint = [part.name, fingerprintOf(part)] as const;

export const ownerTable: LensTable = {
  part,
  needs: [],
  asksForHoldings: true,
  rows({ holdings }) {
    if (holdings === undefined) return [];
    const { takenIn, givenBack } = holdings;
    return [[takenIn, givenBack.map(({ shard }) => shard), givenBack.map(({ position }) => position)]];
  },
};
