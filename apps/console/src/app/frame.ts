import type { AreaSection } from '../facet/area-section.ts';
import type { ConsoleFacet } from '../facet/console-facet.ts';
import type { Area, NavEntry } from '../facet/navigation.ts';
import type { Page } from '../facet/page.ts';
import { gatherPlaces } from '../facet/places.ts';
import type { Places } from '../facet/places.ts';
import { byRank } from '../facet/ranked.ts';

/** What the console is put together from, gathered from the list of facets. */
export interface Frame {
  readonly places: Places;
  readonly pages: readonly Page[];
  readonly areas: readonly Area[];
  readonly nav: readonly NavEntry[];
  readonly entrance: {
    readonly path: string;
    readonly href: (search: { readonly next?: string; readonly factor?: true }) => string;
  };
}

export function createFrame(facets: readonly ConsoleFacet[]): Frame {
  const places = gatherPlaces(facets);
  const areas = facets.flatMap(({ area }) => area ?? []);
  const [entrance] = facets.flatMap((facet) => facet.entrance ?? []);
  if (entrance === undefined) throw new Error('No facet lets anybody in.');
  return {
    places,
    areas,
    entrance,
    pages: facets.flatMap(({ pages }) => pages ?? []),
    nav: byRank([
      ...facets.flatMap(({ nav }) => nav ?? []),
      ...areas.map((area) => ({ ...area.destination, href: firstSectionHref(area, places.sections) })),
    ]),
  };
}

/** The entries that a role may see; never none, because an area may be open to everybody. */
export function visibleNav(nav: readonly NavEntry[], capabilities: readonly string[]): readonly NavEntry[] {
  return nav.filter(({ needs }) => needs.length === 0 || needs.some((need) => capabilities.includes(need)));
}

export function sectionHref({ area, id }: Pick<AreaSection, 'area' | 'id'>): string {
  return `/${area}/${id}`;
}

/** The sections of an area that a role may see. */
export function sectionsOf(
  sections: readonly AreaSection[],
  area: string,
  capabilities: readonly string[],
): readonly AreaSection[] {
  return sections.filter(
    (section) => section.area === area && (section.needs === undefined || capabilities.includes(section.needs)),
  );
}

interface Wanted {
  readonly wanted: string | undefined;
  readonly capabilities: readonly string[];
}

/** The section that an address names, else the first that the role may see. */
export function sectionOf(
  sections: readonly AreaSection[],
  area: string,
  { wanted, capabilities }: Wanted,
): AreaSection | undefined {
  const open = sectionsOf(sections, area, capabilities);
  return open.find(({ id }) => id === wanted) ?? open[0];
}

function firstSectionHref(area: Area, sections: readonly AreaSection[]): string {
  const [first] = sections.filter((section) => section.area === area.id);
  if (first === undefined) throw new Error(`Nothing stands in ${area.id}.`);
  return sectionHref(first);
}
