import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';

export type Forecast = Result<'tiers', 'forecast'>;
export type ForecastWindow = Forecast['windows'][number];
export type Fall = Result<'tiers', 'falls'>['items'][number];

export const forecastQuery = (tierSet: string) =>
  queryOptions({
    queryKey: ['tiers', 'forecast', tierSet],
    queryFn: ({ signal }) => api.tiers.forecast({ params: { tierSet } }, { signal }),
  });

/** So far ahead, and so many, are named. */
export const fallsAsked = { days: 90, limit: 20 } as const;

export const fallsQuery = (tierSet: string) =>
  queryOptions({
    queryKey: ['tiers', 'falls', tierSet],
    queryFn: ({ signal }) => api.tiers.falls({ params: { tierSet }, query: fallsAsked }, { signal }),
  });
