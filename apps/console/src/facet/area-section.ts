import type { Capability } from '@perennial/contracts';
import type { ComponentType } from 'react';
import type { RawSearch } from '../urls/read-parts.ts';
import type { Ask } from './ask.ts';
import type { LazyComponent } from './lazy-component.ts';
import type { Ranked, Say } from './ranked.ts';

export interface SectionAsk extends Ask {
  readonly search: RawSearch;
}

/** A section of an area, with a tab and an address of its own. */
export interface AreaSection extends Ranked {
  readonly area: string;
  /** Last part of the address. */
  readonly id: string;
  readonly label: Say;
  /** Left out for a role that does not have it. */
  readonly needs?: Capability;
  /** What the section takes from its address: nothing unless given. */
  readonly readSearch?: (raw: RawSearch) => object;
  /** Asks for what the section cannot be drawn without, and waits for it. */
  readonly load: (ask: SectionAsk) => Promise<unknown>;
  readonly Component: LazyComponent;
  readonly Pending: ComponentType;
}
