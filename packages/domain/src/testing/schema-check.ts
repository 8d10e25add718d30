import { Ajv2020 } from 'ajv/dist/2020.js';
import { facets as ownFacets } from '../facets/index.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import type { Facets } from '../kernel/facet.ts';
import { schemaOfPath, schemasOfProgram } from '../program/program-schemas.ts';

/** What is wrong with a document, as an editor would find it: where, and by which keyword. Empty for one that is right. */
export type SchemaCheck = (path: string, document: FactValue) => readonly string[];

/** Checks one value; strict: a keyword that is misspelt, or that can never do anything, is an error. */
export function createValidator(schema: JsonSchema): (value: FactValue) => readonly string[] {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    formats: { date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/ },
  });
  const validate = ajv.compile(schema);
  return (value) =>
    validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

/** The schemas of a program. */
export function createSchemaCheck(documents: ProgramDocuments, facets: Facets = ownFacets): SchemaCheck {
  const validators = new Map(
    [...schemasOfProgram(documents, facets)].map(([file, schema]) => [file, createValidator(schema)]),
  );
  return (path, document) => {
    const validate = validators.get(schemaOfPath(path, facets) ?? '');
    return validate === undefined ? [`${path} has no schema`] : validate(document);
  };
}
