import type { ProgramView } from '../../../facet/program-places.ts';
import type { Documents } from '../../../editing/documents.ts';

/** What every part of a rehearsal is given: which one it is, the address, and the documents that name what it tells. */
export interface OpenProps {
  readonly rehearsalId: string;
  readonly view: ProgramView;
  readonly hrefOf: (view: ProgramView) => string;
  readonly documents: Documents;
}

/** The address of the members of a line. */
export function listHref({ hrefOf, view, rehearsalId }: OpenProps, list: string): string {
  const { draft } = view;
  return hrefOf({ ...(draft === undefined ? {} : { draft }), item: rehearsalId, list });
}
