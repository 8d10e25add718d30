import type { ReactNode } from 'react';

/** Has code that can be sent for before it is needed. */
export interface Preloadable {
  readonly preload?: () => Promise<void> | undefined;
}

/** A component whose code comes when it is shown, or ahead of that when it is asked for. */
export type LazyComponent<Props = object> = ((props: Props) => ReactNode) & Preloadable;
