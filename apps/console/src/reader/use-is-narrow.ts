import { useSyncExternalStore } from 'react';

/** The width below which the style sheet lays pages out for a phone. */
const narrowQuery = '(max-width: 760px)';

/** Whether the page is as narrow as a phone: pictures then leave out what has no room. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(narrowQuery).matches);
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(narrowQuery);
  media.addEventListener('change', listener);
  return () => {
    media.removeEventListener('change', listener);
  };
}
