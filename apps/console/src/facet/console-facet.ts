import type { Texts } from '../i18n/texts.ts';
import type { Entrance } from './frame-places.ts';
import type { Area, NavEntry } from './navigation.ts';
import type { Page } from './page.ts';
import type { Places } from './places.ts';

export type PathBuilders = Readonly<Record<string, (...given: never) => string>>;

/** Of a facet without an address of its own. */
export type NoPaths = Readonly<Record<never, never>>;

/**
 * One capability of the console, whole: its pages, its entry of the navigation, the addresses it builds, what it puts into the pages
 * of others, and its words, which stand under its name. Whatever is made for all (router, navigation, tabs, keyboard, path builder,
 * texts) is made from the list of these.
 */
export interface ConsoleFacet<
  Name extends string = string,
  Words extends object = object,
  Paths extends PathBuilders = PathBuilders,
> {
  readonly name: Name;
  readonly words: { readonly en: () => Promise<Words>; readonly zh: () => Promise<Texts<Words>> };
  readonly paths: Paths;
  readonly pages?: readonly Page[];
  readonly nav?: NavEntry;
  readonly area?: Area;
  readonly places?: Partial<Places>;
  readonly entrance?: Entrance;
}
