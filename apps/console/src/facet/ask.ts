import type { QueryClient } from '@tanstack/react-query';
import type { Result } from '../api/queries.ts';

export type Session = Result<'session', 'me'>;

/** What a loader may use to ask for what its page shows. */
export interface Ask {
  readonly client: QueryClient;
  readonly session: Session;
}
