import type { OutcomeEntry, Outcomes } from '../../kernel/outcomes.ts';
import { tiersFolder } from './documents/tier-set.ts';
import type { TiersRules, TiersView } from './rules/rules.ts';
import { tierChangeRows, tierStandingRows } from './rules/rows.ts';
import type { TierChangeRow } from './rules/rows.ts';

const documentOf = (tierSet: string): string => `${tiersFolder}${tierSet}.json`;

function entryOf({ tierSet, toLevel, at, kind, because, causePosition }: TierChangeRow): OutcomeEntry {
  return {
    document: documentOf(tierSet),
    matches: `${at} ${causePosition} ${kind}`,
    at,
    position: causePosition,
    kind,
    units: 0,
    after: null,
    rule: because,
    source: 'level',
    sourceId: toLevel,
  };
}

/** How members moved between levels, and where they stand. */
export const tierOutcomes: Outcomes<TiersView, TiersRules> = {
  lines: () => [],
  count(view, sink) {
    for (const { tierSet, fromLevel, toLevel, at } of view.rows(tierChangeRows).rows())
      if (fromLevel !== toLevel) sink.move({ document: documentOf(tierSet), from: fromLevel, to: toLevel, at });
  },
  standings: (view) =>
    view
      .rows(tierStandingRows)
      .rows()
      .map(({ tierSet, level }) => [documentOf(tierSet), level]),
  entries: (view) => view.rows(tierChangeRows).rows().map(entryOf),
};
