import type { Overview } from '../../use-cases/overview/overview.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createOverviewHandlers(overview: Overview): GroupHandlers<'overview'> {
  return {
    stages: ({ query }) => overview.stages(query),
    series: ({ query }) => overview.series(query),
    flows: ({ query }) => overview.flows(query),
    movements: ({ query }) => overview.movements(query),
    upcoming: ({ query }) => overview.upcoming(query),
    sales: ({ query }) => overview.sales(query),
  };
}
