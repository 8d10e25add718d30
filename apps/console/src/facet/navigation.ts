import type { Capability } from '@perennial/contracts';
import type { ComponentType } from 'react';
import type { Ranked, Say } from './ranked.ts';

/** A place that the navigation and the keyboard lead to. */
export interface Destination extends Ranked {
  readonly label: Say;
  readonly Icon: ComponentType;
  /** Letter that follows `g`. */
  readonly key: string;
  /** Hidden from a role that has none of these; shown to everybody when empty. */
  readonly needs: readonly Capability[];
}

export interface NavEntry extends Destination {
  readonly href: string;
}

/** Several sections under one address and one entry of the navigation, with a tab for each: `/data/sources`. */
export interface Area {
  /** First part of the address. */
  readonly id: string;
  readonly title: Say;
  readonly destination: Destination;
}
