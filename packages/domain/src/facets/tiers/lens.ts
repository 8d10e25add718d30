import type { LensSeen } from '../../kernel/facet.ts';
import { rowKindPart } from '../../kernel/lens.ts';
import type { LensPart } from '../../kernel/lens.ts';
import { tierChanged, tierReviewed } from './rules/events.ts';
import type { TiersState } from './rules/state.ts';
import { tierChangeRows, tierStandingRows } from './rules/rows.ts';
import type { TierStandingRow } from './rules/rows.ts';

type Seen = LensSeen<TiersState>;

/** By set, of those in which she has a level. */
function bySet<Value>(read: (row: TierStandingRow) => Value | null) {
  return ({ view }: Seen) => {
    const known = view
      .rows(tierStandingRows)
      .rows()
      .flatMap((row): readonly (readonly [string, Value])[] => {
        const value = row.level === '' ? null : read(row);
        return value === null ? [] : [[row.tierSet, value]];
      });
    return Object.fromEntries(known);
  };
}

/** A map a figure, by set. */
const standings: LensPart<Seen> = {
  kind: 'member',
  name: 'tiers',
  revision: 1,
  needs: [tierStandingRows],
  columns: [
    { name: 'tier_level', type: 'map of name', read: bySet(({ level }) => level) },
    { name: 'tier_rank', type: 'map of integer', read: bySet(({ rank }) => rank) },
    { name: 'tier_since', type: 'map of instant', read: bySet(({ since }) => since) },
    { name: 'tier_valid_until', type: 'map of instant', read: bySet(({ validUntil }) => validUntil) },
  ],
};

/** All that ever happened to her levels. */
const changes: LensPart<Seen> = rowKindPart({
  kind: tierChangeRows,
  revision: 1,
  changedBy: { facts: [], derived: [tierChanged, tierReviewed] },
  rowsOf: ({ view }) =>
    view
      .rows(tierChangeRows)
      .rows()
      .toSorted((a, b) => a.number - b.number),
});

export const tiersLens: readonly LensPart<Seen>[] = [standings, changes];
