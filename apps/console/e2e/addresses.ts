import { createFrame, sectionHref } from '../src/app/frame.ts';
import { facets } from '../src/facets/index.ts';
import type { RawSearch } from '../src/urls/read-parts.ts';

/** An address of the console, with the parameters that its reader asks for. */
export interface Address {
  readonly path: string;
  readonly parameters: readonly string[];
}

/** Whom and what the pages of one thing are opened for. */
interface Shown {
  readonly memberId: string;
  readonly webhookId: string;
  readonly segmentId: string;
}

/** Every page and section behind sign-in, from the list of facets, with what is shown in its place in the path. */
export function addressesOf({ memberId, webhookId, segmentId }: Shown): readonly Address[] {
  const { pages, places } = createFrame(facets);
  return [
    ...pages
      .filter(({ isPublic }) => isPublic !== true)
      .map(({ path, readSearch }) => ({
        path: path.replace('$memberId', memberId).replace('$webhookId', webhookId).replace('$segmentId', segmentId),
        parameters: parametersOf(readSearch),
      })),
    ...places.sections.map((section) => ({
      path: sectionHref(section),
      parameters: section.readSearch === undefined ? [] : parametersOf(section.readSearch),
    })),
  ];
}

/** What a reader looks at: whatever it asks a search part for that holds nothing. */
function parametersOf(readSearch: (raw: RawSearch) => object): readonly string[] {
  const asked = new Set<string>();
  const empty: RawSearch = {};
  readSearch(
    new Proxy(empty, {
      get(_, name) {
        if (typeof name === 'string') asked.add(name);
      },
    }),
  );
  return [...asked];
}
