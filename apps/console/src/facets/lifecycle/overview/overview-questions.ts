import type { OverviewView } from '../../../facet/overview-places.ts';

/** How far ahead "who changes next" looks. */
export const upcomingDays = 30;

/** Lifecycle and as-of day as every request of the page carries them. */
function baseQuery(view: OverviewView): { lifecycle?: string; asOf?: string } {
  return {
    ...(view.lifecycle === undefined ? {} : { lifecycle: view.lifecycle }),
    ...(view.asOf === undefined ? {} : { asOf: view.asOf }),
  };
}

/** What the parts of the overview ask, in one place, so that the same can be asked before the page is drawn. */
export function overviewQuestions(view: OverviewView) {
  const base = baseQuery(view);
  const period = { ...base, from: view.from, to: view.to };
  const past = { ...base, from: view.seriesFrom, to: view.to, bucket: view.bucket };
  return {
    stages: { ...base, periodDays: view.days },
    past,
    flows: period,
    sales: { ...period, bucket: view.bucket },
    upcoming: { ...base, days: upcomingDays },
  };
}
