import type { FactValue } from '../kernel/base/payload.ts';
import type { DocumentKind } from '../kernel/document-kind.ts';
import { help, listSchema, objectSchema, patternSchema } from '../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import type { DocumentWords, WordsOf } from '../kernel/documents/document-words.ts';
import { at, readList, readObject, readText, tell } from '../kernel/documents/read-json.ts';
import type { Spot } from '../kernel/documents/read-json.ts';

export const sourcesPath = 'sources.json';
export const sourcesMax = 500;
/** As a write key names its source. */
export const sourcePattern = /^[a-z0-9][a-z0-9_.-]{0,62}$/;
/** ISO 3166-1, two capital letters. */
export const countryPattern = /^[A-Z]{2}$/;

/** What ingestion has to know of a source that its facts do not say. */
export interface SourceDocument {
  readonly id: string;
  /** Where its telephone numbers without a country are dialled; that of the installation for a source that is not listed. */
  readonly phoneCountry: string;
}

const documentKeys = ['sources'] as const;
const sourceKeys = ['id', 'phoneCountry'] as const;

const sourcesWords: DocumentWords = {
  title: { en: 'Countries of telephone numbers', zh: '电话号码所属国家或地区' },
  keys: {
    sources: {
      kind: 'list',
      name: { en: 'sources', zh: '来源' },
      item: {
        kind: 'object',
        noun: { en: 'source', zh: '来源' },
        identifiedBy: ['id'],
        keys: {
          id: { kind: 'text', name: { en: 'id', zh: '标识' } },
          phoneCountry: { kind: 'text', name: { en: 'country of telephone numbers', zh: '电话号码所属国家或地区' } },
        } satisfies WordsOf<SourceDocument>,
      },
    },
  },
};

export const sourcesKind: DocumentKind = { path: sourcesPath, countMax: 1, words: sourcesWords, schema: sourcesSchema };

/** `sources.json`, optional. */
export function parseSources(value: FactValue | undefined, spot: Spot): readonly SourceDocument[] | null {
  if (value === undefined) return [];
  const object = readObject(value, spot, documentKeys);
  if (object === null) return null;
  const sources: SourceDocument[] = [];
  const listSpot = at(spot, 'sources');
  for (const [index, item] of readList(object['sources'], listSpot, sourcesMax).entries()) {
    const itemSpot = at(listSpot, index);
    const source = readObject(item, itemSpot, sourceKeys);
    const id = readText(source?.['id'], at(itemSpot, 'id'));
    const phoneCountry = readText(source?.['phoneCountry'], at(itemSpot, 'phoneCountry'));
    if (id !== null && !sourcePattern.test(id))
      tell(at(itemSpot, 'id'), 'sources.not_a_source', 'A source such as shop or pos.london is expected here.');
    if (phoneCountry !== null && !countryPattern.test(phoneCountry))
      tell(at(itemSpot, 'phoneCountry'), 'sources.not_a_country', 'Two capital letters are expected here, such as GB.');
    if (id === null || phoneCountry === null) continue;
    if (sources.some((known) => known.id === id))
      tell(itemSpot, 'sources.source_twice', `The source "${id}" is listed twice.`);
    sources.push({ id, phoneCountry });
  }
  return sources;
}

function sourcesSchema(): JsonSchema {
  const source = objectSchema(sourceKeys, {
    id: help('As the write key names it: pos.london.', patternSchema(sourcePattern)),
    phoneCountry: help(
      'Where its telephone numbers without a country are dialled, ISO 3166-1: GB.',
      patternSchema(countryPattern),
    ),
  });
  const sources = listSchema(source, { max: sourcesMax, isUnique: true });
  return {
    title: 'Sources',
    description: 'What ingestion has to know of a source that its facts do not say.',
    ...objectSchema(documentKeys, {
      sources: help('A source that is not listed is where the installation is.', sources),
    }),
  };
}
