import type { DocumentPlace } from './documents/document.ts';
import type { DocumentWords } from './documents/document-words.ts';
import type { JsonSchema } from './documents/json-schema.ts';
import type { FieldFamily } from './fields/field.ts';
import type { FieldCatalogue } from './fields/world.ts';

/** What a schema may depend on: the fields that conditions can name. */
export interface SchemaUse {
  readonly catalogue: FieldCatalogue;
  readonly families: readonly FieldFamily[];
}

/** A kind of document that a program may hold, with what an editor has to know to complete and check one, and what people call its parts. */
export interface DocumentKind extends DocumentPlace {
  /** What its parts are called where differences are told. */
  readonly words: DocumentWords;
  /**
   * The schema of one document. It refuses nothing that the parser takes, whatever the other documents of the program say;
   * what a schema cannot say, the parser alone finds. `$schema` and `$id` are added for all kinds alike.
   */
  readonly schema: (use: SchemaUse) => JsonSchema;
}
