import type { PropertyDocuments } from '@perennial/domain';
import { erasureMeaningsOf } from './known-facts.ts';

/** What stays of somebody who is erased: what the schemas say, and what the program says besides of attributes and of fields that they do not name. */
export interface Kept {
  readonly erasureMeaningsOf: (type: string) => ReadonlyMap<string, 'kept' | 'gone'>;
  readonly keptAttributes: ReadonlySet<string>;
}

/** Facts that write attributes, in a field of that name. */
const attributeTypes: ReadonlySet<string> = new Set(['member.registered', 'attributes.changed']);

export function keptOf({ attributes, properties }: PropertyDocuments): Kept {
  const keptAttributes = new Set(attributes.flatMap(({ name, personal }) => (personal ? [] : [name])));
  const kept = properties.filter(({ personal }) => !personal);
  const declared = new Map(
    [...new Set([...attributeTypes, ...kept.map(({ type }) => type)])].map((type) => {
      const known = erasureMeaningsOf(type);
      const meanings = new Map(known);
      // What a schema calls somebody's own words is nobody's to declare otherwise.
      for (const { path } of kept.filter((one) => one.type === type && !isWithinGone(known, one.path)))
        meanings.set(path, 'kept');
      if (attributeTypes.has(type)) for (const name of keptAttributes) meanings.set(`attributes.${name}`, 'kept');
      return [type, meanings] as const;
    }),
  );
  return { erasureMeaningsOf: (type) => declared.get(type) ?? erasureMeaningsOf(type), keptAttributes };
}

function isWithinGone(known: ReadonlyMap<string, 'kept' | 'gone'>, path: string): boolean {
  return [...known].some(([one, meaning]) => meaning === 'gone' && (path === one || path.startsWith(`${one}.`)));
}
