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
      // Which of its sections is the first depends on who looks.
      ...areas.map((area) => ({ ...area.destination, href: `/${area.id}` })),
    ]),
  };
}

/** Whether the page at an address is shown without a session. */
export function isOpenAddress({ pages }: Frame, pathname: string): boolean {
  return pages.some(({ path, isPublic }) => isPublic === true && path === pathname);
}

/** The entries that a role may see; never none, because an area may be open to everybody. */
export function visibleNav(nav: readonly NavEntry[], capabilities: readonly string[]): readonly NavEntry[] {
  return nav.filter(({ needs }) => needs.length === 0 || needs.some((need) => capabilities.includes(need)));
}

export function sectionHref({ area, id }: Pick<AreaSection, 'area' | 'id'>): string {
  return `/${area}/${id}`;
}

export function canSee({ needs }: Pick<AreaSection, 'needs'>, capabilities: readonly string[]): boolean {
  return needs === undefined || capabilities.includes(needs);
}

/** The sections of an area that a role may see. */
export function sectionsOf(
  sections: readonly AreaSection[],
  area: string,
  capabilities: readonly string[],
): readonly AreaSection[] {
  return sections.filter((section) => section.area === area && canSee(section, capabilities));
}

/** The section that an address names, whoever may see it. */
export function sectionOf(
  sections: readonly AreaSection[],
  area: string,
  id: string | undefined,
): AreaSection | undefined {
  return sections.find((section) => section.area === area && section.id === id);
}
