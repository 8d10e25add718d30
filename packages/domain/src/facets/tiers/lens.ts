import type { LensSeen } from '../../kernel/facet.ts';
import { rowKindPart } from '../../kernel/lens.ts';
import type { LensPart } from '../../kernel/lens.ts';
import { tierChanged, tierReviewed } from './rules/events.ts';
import type { TiersState } from './rules/state.ts';
import { forecastsOf } from './forecast.ts';
import type { TierForecast } from './forecast.ts';
import { tiersRulesOf } from './rules/rules.ts';
import { tierChangeRows, tierDayRows, tierStandingRows } from './rules/rows.ts';
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

/** Worked out once for all columns of a member. */
const forecastsBySeen = new WeakMap<Seen, readonly TierForecast[]>();

function forecastsBy(seen: Seen): readonly TierForecast[] {
  const known = forecastsBySeen.get(seen);
  if (known !== undefined) return known;
  const forecasts = seen.program === null ? [] : forecastsOf(seen.view, tiersRulesOf(seen.program));
  forecastsBySeen.set(seen, forecasts);
  return forecasts;
}

/** By set, of those of which it can be told. */
function byForecast<Value>(read: (forecast: TierForecast) => Value | null) {
  return (seen: Seen) => {
    const known = forecastsBy(seen).flatMap((forecast): readonly (readonly [string, Value])[] => {
      const value = read(forecast);
      return value === null ? [] : [[forecast.tierSet, value]];
    });
    return Object.fromEntries(known);
  };
}

/** What comes by time alone. Who has another level then has both an instant and a level, '' where it is none. */
const forecasts: LensPart<Seen> = {
  kind: 'member',
  name: 'tier_forecasts',
  revision: 1,
  needs: [tierStandingRows, tierDayRows],
  columns: [
    {
      name: 'tier_next',
      type: 'map of name',
      read: byForecast(({ changesAt, next }) => (changesAt === null ? null : next)),
    },
    { name: 'tier_changes', type: 'map of instant', read: byForecast(({ changesAt }) => changesAt) },
    {
      name: 'tier_falls',
      type: 'map of instant',
      read: byForecast(({ changesAt, isFall }) => (isFall ? changesAt : null)),
    },
    { name: 'tier_grace_from', type: 'map of instant', read: byForecast(({ graceFrom }) => graceFrom) },
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

export const tiersLens: readonly LensPart<Seen>[] = [standings, forecasts, changes];
