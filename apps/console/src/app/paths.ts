import type { PathBuilders } from '../facet/console-facet.ts';
import { facets } from '../facets/index.ts';
import { homePath } from '../urls/home.ts';

type All<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer Whole) => void
  ? Whole
  : never;

/** Every address of the console: what each facet builds. */
export const paths: { readonly home: () => string } & All<(typeof facets)[number]['paths']> = Object.assign(
  { home: () => homePath },
  ...facets.map((facet): PathBuilders => facet.paths),
);
