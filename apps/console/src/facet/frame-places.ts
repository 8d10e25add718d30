import type { ComponentType } from 'react';
import type { Ranked, Say } from './ranked.ts';

export interface TopBarProps {
  readonly onShowKeys: () => void;
}

/** Stands in the bar above every page. */
export interface TopBarItem extends Ranked {
  readonly Component: ComponentType<TopBarProps>;
  /** The input that `/` leads to, where it is one. */
  readonly search?: { readonly inputId: string; readonly label: Say };
}

/** Where who is not signed in is led. */
export interface Entrance {
  readonly path: string;
  readonly href: (search: { readonly next?: string; readonly factor?: true }) => string;
}
