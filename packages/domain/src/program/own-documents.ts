import type { DocumentKind } from '../kernel/documents/document.ts';
import type { Facets } from '../kernel/facet.ts';
import { identitiesPath, identitiesWords } from './parse-identities.ts';
import { propertiesPath, propertiesWords } from './parse-properties.ts';
import { sourcesPath, sourcesWords } from './parse-sources.ts';

/** Documents that no facet brings: what ingestion and erasure have to know. */
const ownDocuments: readonly DocumentKind[] = [
  { path: identitiesPath, countMax: 1, words: identitiesWords },
  { path: sourcesPath, countMax: 1, words: sourcesWords },
  { path: propertiesPath, countMax: 1, words: propertiesWords },
];

/** Every kind of document that a program may hold. */
export function documentKindsOf(facets: Facets): readonly DocumentKind[] {
  return [...ownDocuments, ...facets.list.flatMap((facet) => facet.documents)];
}
