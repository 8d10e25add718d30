import type { ConditionWriter, ValueWriter } from '../../conditions/words/write-condition.ts';
import { isOfKind } from '../../kernel/documents/document.ts';
import type { DocumentKind } from '../../kernel/document-kind.ts';
import type { ProgramDocuments } from '../../kernel/documents/document.ts';
import { ownOf } from '../../kernel/documents/read-json.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import type { Facets } from '../../kernel/facet.ts';
import type { FieldCatalogue } from '../../kernel/fields/world.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import { canonicalJson } from '../canonical-json.ts';
import { catalogueOf } from '../compile-program.ts';
import { documentKindsOf } from '../own-documents.ts';
import type { DocumentChange, ValueChange } from './change.ts';
import { compareValues } from './compare-values.ts';
import { sayBoth, sayMany } from './say-change.ts';
import { nameOf, writeNamed } from './write-part.ts';
import type { Language, Writers } from './write-part.ts';

export interface CompareUse {
  /** Whose documents a program is made of, and what the fields of conditions are called. */
  readonly facets: Facets;
  /** How amounts, numbers and days are written. */
  readonly writers: { readonly [Of in Language]: ValueWriter };
}

/** More differences in one document than anybody reads one by one: they are told as a number. */
export const changesPerDocumentMax = 1000;

/**
 * What lies between two sets of documents, in the order of their paths, each in the words of its kind. Neither need be sound. Empty
 * exactly where the canonical bytes of all documents are the same.
 */
export function compareDocuments(
  before: ProgramDocuments,
  after: ProgramDocuments,
  use: CompareUse,
): readonly DocumentChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const kinds = documentKindsOf(use.facets);
  const catalogues = { before: catalogueOf(before, use.facets), after: catalogueOf(after, use.facets) };
  return paths.flatMap((path): readonly DocumentChange[] => {
    const [from, to] = [ownOf(before, path), ownOf(after, path)];
    const kind = kinds.find((one) => isOfKind(one, path));
    const title = titleOf(path, kind, from ?? to ?? null);
    if (from !== undefined && to !== undefined && canonicalJson(from) === canonicalJson(to)) return [];
    const sides = {
      before: writersOf(use.writers, catalogues.before, fieldsOf(kind, from ?? null)),
      after: writersOf(use.writers, catalogues.after, fieldsOf(kind, to ?? null)),
    };
    const words = kind === undefined ? undefined : ({ kind: 'object', name: title, keys: kind.words.keys } as const);
    // Of one that came or went everything in it did.
    const values = { from: from === undefined ? nothing : from, to: to === undefined ? nothing : to };
    const told = compareValues({ ...values, words, place: { path: '', trail: [] } }, sides);
    const change = from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
    return [{ document: path, kind: change, title, changes: atMost(told, values) }];
  });
}

/** What is compared with where a document is not there. */
const nothing: FactValue = {};

function atMost(
  told: readonly ValueChange[],
  { from, to }: { readonly from: FactValue; readonly to: FactValue },
): readonly ValueChange[] {
  if (told.length <= changesPerDocumentMax) return told;
  return [{ path: '', kind: 'changed', from, to, words: sayMany(told.length) }];
}

/** A document of a folder by its name, one at a path by what it is; one of no kind by its path. */
function titleOf(path: string, kind: DocumentKind | undefined, document: FactValue): LocalizedText {
  if (kind === undefined) return { en: path, zh: path };
  const { title } = kind.words;
  if (kind.path === path) return title;
  const id = path.slice(kind.path.length).replace(/\.json$/u, '');
  return sayBoth((language) => writeNamed(title[language], nameOf(document, [], language) ?? id, language));
}

type DocumentFields = ReturnType<NonNullable<DocumentKind['words']['fieldsOf']>>;

function fieldsOf(kind: DocumentKind | undefined, document: FactValue): DocumentFields {
  return kind?.words.fieldsOf?.(document) ?? {};
}

/** How conditions of a document are written under its own program. */
function writersOf(writers: CompareUse['writers'], catalogue: FieldCatalogue, own: DocumentFields): Writers {
  const of = (language: Language): ConditionWriter => ({
    ...writers[language],
    fieldOf(field) {
      const known = Object.hasOwn(own, field) ? own[field] : undefined;
      if (known !== undefined) return { field, type: known.type, unit: '', label: known.label[language] };
      const found = catalogue.find(field);
      return found === undefined
        ? { field, type: 'any', unit: '', label: field }
        : { field, type: found.type, unit: found.unit, label: found.label[language] };
    },
  });
  return { en: of('en'), zh: of('zh') };
}
