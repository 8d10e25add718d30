import type { FactValue } from '../../../kernel/base/payload.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import { help, idSchema, listSchema, objectSchema, textSchema } from '../../../kernel/documents/json-schema.ts';
import type { JsonSchema } from '../../../kernel/documents/json-schema.ts';
import { at, readId, readList, readObject, readText, tell } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { numberSpacesMax, numberSpacesPath, sourcesPerSpaceMax } from './documents.ts';
import type { NumberSpaces } from './documents.ts';
import { numberSpacesWords } from './words.ts';

const documentKeys = ['spaces'] as const;
const spaceKeys = ['id', 'sources'] as const;

export const numberSpacesKind: DocumentKind = {
  path: numberSpacesPath,
  countMax: 1,
  words: numberSpacesWords,
  schema: numberSpacesSchema,
};

/** Reads `number-spaces.json`; without one every source is a space of its own. */
export function parseNumberSpaces(value: FactValue | undefined, spot: Spot): NumberSpaces | null {
  if (value === undefined) return { spaces: [] };
  const object = readObject(value, spot, documentKeys);
  if (object === null) return null;
  const spaces: { id: string; sources: readonly string[] }[] = [];
  const known = new Set<string>();
  const spacesSpot = at(spot, 'spaces');
  for (const [index, item] of readList(object['spaces'], spacesSpot, numberSpacesMax).entries()) {
    const itemSpot = at(spacesSpot, index);
    const space = readObject(item, itemSpot, spaceKeys);
    const id = readId(space?.['id'], at(itemSpot, 'id'));
    if (spaces.some((one) => one.id === id))
      tell(itemSpot, 'number_spaces.space_twice', `There are two spaces "${id}".`);
    const sources = readSources(space?.['sources'], at(itemSpot, 'sources'), known);
    if (id !== null) spaces.push({ id, sources });
  }
  return { spaces };
}

function readSources(value: FactValue | undefined, spot: Spot, known: Set<string>): readonly string[] {
  const sources: string[] = [];
  for (const [index, item] of readList(value, spot, sourcesPerSpaceMax).entries()) {
    const source = readText(item, at(spot, index));
    if (source === null) continue;
    if (known.has(source))
      tell(at(spot, index), 'number_spaces.source_twice', `"${source}" stands in two spaces, or twice in one.`);
    known.add(source);
    sources.push(source);
  }
  return sources;
}

function numberSpacesSchema(): JsonSchema {
  const space = objectSchema(spaceKeys, {
    id: help('The name of the space.', idSchema),
    sources: help(
      'Sources whose orders and customers have numbers in common; a source stands in one space.',
      listSchema(textSchema(), { max: sourcesPerSpaceMax, isUnique: true }),
    ),
  });
  const spaces = listSchema(space, { max: numberSpacesMax, isUnique: true });
  return {
    title: 'Number spaces',
    description: 'Sources that share their numbers, such as a shop and its tills.',
    ...objectSchema(documentKeys, { spaces: help('A source that stands in none is a space of its own.', spaces) }),
  };
}

/** Names of spaces cannot be mistaken for those of sources. */
const spacePrefix = 'space/';

/** The space in which order numbers of a source count: the declared one, else the source itself. */
export function spaceReader({ spaces }: NumberSpaces): (source: string) => string {
  const bySource = new Map(spaces.flatMap(({ id, sources }) => sources.map((source) => [source, spacePrefix + id])));
  return bySource.size === 0 ? (source) => source : (source) => bySource.get(source) ?? source;
}
