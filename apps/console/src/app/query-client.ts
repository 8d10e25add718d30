import { ApiError } from '@perennial/contracts';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

const retriesMax = 2;

/** The server cache. `onSignedOut` is told when any call finds the session ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const check = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: check }),
    mutationCache: new MutationCache({ onError: check }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays a refusal; only what may have been chance is asked again.
        retry: (failures, error) => failures < retriesMax && !(error instanceof ApiError && error.status < 500),
        refetchOnWindowFocus: false,
      },
    },
  });
}
