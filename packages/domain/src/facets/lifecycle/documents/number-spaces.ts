import type { FactValue } from '../../../kernel/base/payload.ts';
import { at, readId, readList, readObject, readText, tell } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { numberSpacesMax, sourcesPerSpaceMax } from './documents.ts';
import type { NumberSpaces } from './documents.ts';

/** Reads `number-spaces.json`; without one every source is a space of its own. */
export function parseNumberSpaces(value: FactValue | undefined, spot: Spot): NumberSpaces | null {
  if (value === undefined) return { spaces: [] };
  const object = readObject(value, spot, ['spaces']);
  if (object === null) return null;
  const spaces: { id: string; sources: readonly string[] }[] = [];
  const known = new Set<string>();
  const spacesSpot = at(spot, 'spaces');
  for (const [index, item] of readList(object['spaces'], spacesSpot, numberSpacesMax).entries()) {
    const itemSpot = at(spacesSpot, index);
    const space = readObject(item, itemSpot, ['id', 'sources']);
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

/** Names of spaces cannot be mistaken for those of sources. */
const spacePrefix = 'space/';

/** The space in which order numbers of a source count: the declared one, else the source itself. */
export function spaceReader({ spaces }: NumberSpaces): (source: string) => string {
  const bySource = new Map(spaces.flatMap(({ id, sources }) => sources.map((source) => [source, spacePrefix + id])));
  return bySource.size === 0 ? (source) => source : (source) => bySource.get(source) ?? source;
}
