import { can } from '@perennial/contracts';
import type { Capability } from '@perennial/contracts';
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';

/** Who is signed in. Only below the signed-in layout, which has loaded it. */
export function useSession() {
  return useSuspenseQuery(sessionQuery()).data;
}

/** Whether the reader's role includes an act, by the table that the server refuses by. */
export function useVerdict(capability: Capability) {
  return can({ kind: 'user', role: useSession().user.role }, capability);
}
