import type { QueryClient } from '@tanstack/react-query';
import { overviewQueries } from '../../../api/queries.ts';
import { baseQuery } from './overview-parts.ts';
import { upcomingDays } from '../../overview/page/overview-view.ts';
import type { OverviewView } from '../../overview/page/overview-view.ts';

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

/** Sends for the figures while the page that shows them is on its way. What fails is asked for again, and shown, by its part. */
export function askOverviewAhead(queryClient: QueryClient, view: OverviewView): void {
  const questions = overviewQuestions(view);
  const answers = [
    queryClient.query(overviewQueries.stages(questions.stages)),
    queryClient.query(overviewQueries.series(questions.past)),
    queryClient.query(overviewQueries.upcoming(questions.upcoming)),
    queryClient.query(overviewQueries.flows(questions.flows)),
    queryClient.query(overviewQueries.movements(questions.past)),
    queryClient.query(overviewQueries.sales(questions.past)),
    queryClient.query(overviewQueries.sales(questions.sales)),
  ];
  void Promise.allSettled(answers);
}
