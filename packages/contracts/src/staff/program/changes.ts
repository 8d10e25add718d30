import { z } from 'zod';
import { jsonValue, localizedText } from '../../schemas/common.ts';
import { version } from './documents.ts';

/** One difference within a document. */
const change = z.object({
  path: z
    .string()
    .describe('Place within the document: `stages[id=active].condition`; items that have an id are named by it'),
  kind: z.enum(['added', 'removed', 'changed', 'moved']),
  from: jsonValue.nullable().describe('What stood there; null where there was nothing. Of what moved: its old place'),
  to: jsonValue.nullable().describe('What stands there; null where there is nothing. Of what moved: its new place'),
  words: localizedText.describe(
    'The difference as people read it, with conditions in the words of the field catalogue',
  ),
});

/** What is different of one document, in the order of the paths of documents. */
export const documentChange = z.object({
  document: z.string().describe('Path within the program: `lifecycles/main.json`'),
  kind: z.enum(['added', 'removed', 'changed']),
  title: localizedText.describe('What the document is called'),
  changes: z.array(change).describe('Empty for a document that was added or removed as a whole'),
});

/** What lies between two sets of documents. */
export const programChanges = z.object({
  fromVersion: version.nullable().describe('Null before the first version, which adds every document that it has'),
  toVersion: version.nullable().describe('Null for documents that are not published'),
  items: z.array(documentChange),
});
