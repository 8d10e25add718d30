import type { DocumentKind } from '../kernel/document-kind.ts';
import { isOfKind } from '../kernel/documents/document.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';
import { help } from '../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import type { Facets } from '../kernel/facet.ts';
import { catalogueOf, familiesOf } from './compile-program.ts';
import { documentKindsOf } from './own-documents.ts';

/** What the file of a schema is called after the name of its kind. */
export const schemaSuffix = '.schema.json';

const draft = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The schema of every kind of document, by the name of the file that it is kept in: `settings.schema.json`. Conditions offer the
 * fields that the documents declare, and let those through that other documents may: a schema outlives the program that it was
 * made of.
 */
export function schemasOfProgram(documents: ProgramDocuments, facets: Facets): ReadonlyMap<string, JsonSchema> {
  const use = { catalogue: catalogueOf(documents, facets), families: familiesOf(facets) };
  return new Map(documentKindsOf(facets).map((kind) => [fileOf(kind), toDocumentSchema(kind, kind.schema(use))]));
}

/** The file of the schema that documents at a path have; null where no kind of document stands there. */
export function schemaOfPath(path: string, facets: Facets): string | null {
  const kind = documentKindsOf(facets).find((one) => isOfKind(one, path));
  return kind === undefined ? null : fileOf(kind);
}

function fileOf(kind: DocumentKind): string {
  return nameOf(kind) + schemaSuffix;
}

/** `settings` of `settings.json`, `lifecycles` of `lifecycles/`. */
function nameOf({ path }: DocumentKind): string {
  return path.replace(/\/$|\.json$/u, '');
}

/** A document in a file may name its schema, by which editors find it. */
function toDocumentSchema(kind: DocumentKind, schema: JsonSchema): JsonSchema {
  const named = help('The schema by which editors complete and check this file.', { type: 'string' });
  return {
    $schema: draft,
    $id: `urn:perennial:program:${nameOf(kind)}`,
    ...schema,
    properties: { $schema: named, ...schema.properties },
  };
}
