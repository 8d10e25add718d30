import type { DocumentKind } from '../kernel/document-kind.ts';
import type { Facets } from '../kernel/facet.ts';
import { identitiesKind } from './parse-identities.ts';
import { propertiesKind } from './parse-properties.ts';
import { sourcesKind } from './parse-sources.ts';

/** Documents that no facet brings: what ingestion and erasure have to know. */
const ownKinds: readonly DocumentKind[] = [identitiesKind, sourcesKind, propertiesKind];

/** All kinds of documents that a program may hold. */
export function documentKindsOf(facets: Facets): readonly DocumentKind[] {
  return [...facets.list.flatMap((facet) => facet.documents), ...ownKinds];
}
