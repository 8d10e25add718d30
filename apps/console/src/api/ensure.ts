import type { QueryClient, QueryExecuteOptions, QueryKey } from '@tanstack/react-query';

/** What is known already, however old (the page that shows it asks again), else asked for and waited for: the way of loaders. */
export function ensure<Data, Key extends QueryKey>(
  client: QueryClient,
  options: QueryExecuteOptions<Data, Error, Data, Data, Key>,
): Promise<Data> {
  return client.query({ ...options, staleTime: 'static' });
}
