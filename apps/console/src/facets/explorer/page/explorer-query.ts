import { queryOptions } from '@tanstack/react-query';
import { operationsOf } from '../document/operations.ts';

/** What the server says of its API. It changes with the release alone. */
export function documentQuery() {
  return queryOptions({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/openapi.json', { signal });
      if (!response.ok) throw new Error(`/openapi.json: ${response.status}`);
      const document: unknown = await response.json();
      return { document, operations: operationsOf(document) };
    },
    staleTime: Infinity,
  });
}
