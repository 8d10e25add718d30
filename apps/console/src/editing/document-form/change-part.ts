import type { KeyedWords } from '@perennial/domain';
import { isRecord } from '../../api/is-record.ts';
import type { Rest } from '../document-parts.ts';
import { join, shapePath } from './form-shape.ts';
import type { FormShape } from './form-shape.ts';

/** The object with one key of another value; undefined leaves it out. */
export function withKey(value: Rest, key: string, next: unknown): Rest {
  const { [key]: _, ...rest } = value;
  return next === undefined ? rest : { ...rest, [key]: next };
}

interface Place {
  readonly path: string;
  readonly keys: KeyedWords;
  readonly shape: FormShape;
}

/** Keys of the object that its kind has, in the order of the words. */
export function keysAt({ path, keys, shape }: Place, value: Rest): readonly string[] {
  const known = Object.keys(keys);
  const own = shape.keysOf?.(shapePath(path), value);
  return own === undefined ? known : known.filter((key) => own.includes(key));
}

/** A change of the kind takes away what the new one has not, and begins what it cannot be without. */
export function afterChange(place: Place, before: Rest, value: Rest): Rest {
  const { path, keys, shape } = place;
  const own = new Set(keysAt(place, value));
  const known = new Set(keysAt(place, before));
  const kept = Object.entries(value).filter(([key]) => own.has(key) || !Object.hasOwn(keys, key));
  const first = [...own].flatMap((key) => {
    // What was emptied by hand stays empty, and is told as a problem.
    const begin = key in value || known.has(key) ? undefined : shape.firstOf(shapePath(join(path, key)));
    const isNeeded = begin !== undefined && keys[key]?.absent === undefined && keys[key]?.kind !== 'condition';
    return isNeeded && !(shape.optional ?? []).includes(shapePath(join(path, key))) ? [[key, begin] as const] : [];
  });
  return Object.fromEntries([...kept, ...first]);
}

/** The parts of a document, however it was written. */
export function partsOf(value: unknown): Rest {
  return isRecord(value) ? value : {};
}
