import type { ComponentType } from 'react';
import type { RawSearch } from '../urls/read-parts.ts';
import type { Ask } from './ask.ts';
import type { LazyComponent, Preloadable } from './lazy-component.ts';
import type { Places } from './places.ts';
import type { Say } from './ranked.ts';

export interface PageAsk extends Ask {
  readonly places: Places;
  /** Parts of the address that stand for a name: `memberId` of `/members/$memberId`. */
  readonly params: Readonly<Record<string, string>>;
}

/** A page of the console with an address of its own. */
export interface Page {
  readonly path: string;
  /** Heading while the page is on its way, and where it could not be had. */
  readonly title: Say;
  readonly readSearch: (raw: RawSearch) => object;
  /**
   * Asks for what the page cannot be drawn without, and waits for it; for the rest it only sends. Runs when the page is entered, or
   * entered for another subject: within a page, what is shown stays until what was asked for next is there.
   */
  readonly load: (ask: PageAsk, raw: RawSearch) => Promise<unknown>;
  readonly Component: LazyComponent;
  /** Further components that the page is drawn with: their code is sent for with the page's own. */
  readonly code: (places: Places, raw: RawSearch) => readonly Preloadable[];
  readonly Pending: ComponentType;
  /** Its address names a lifecycle of the program in force, if any: another one is left out. */
  readonly showsLifecycleInForce?: boolean;
  /** Shown without a session. */
  readonly isPublic?: boolean;
}

interface PageDefinition<Search extends object> extends Omit<Page, 'load' | 'code' | 'readSearch'> {
  readonly readSearch: (raw: RawSearch) => Search;
  readonly load?: (ask: PageAsk & { readonly search: Search }) => Promise<unknown>;
  readonly code?: (places: Places, search: Search) => readonly Preloadable[];
}

/** A page whose loader gets the address as its own reader reads it. */
export function definePage<Search extends object>({ load, code, ...page }: PageDefinition<Search>): Page {
  return {
    ...page,
    load: async (ask, raw) => load?.({ ...ask, search: page.readSearch(raw) }),
    code: (places, raw) => code?.(places, page.readSearch(raw)) ?? [],
  };
}
