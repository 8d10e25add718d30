import type { FactValue } from '../../kernel/base/payload.ts';
import type { KeyedWords, ListWords, PartWords } from '../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import { isObject, ownOf } from '../../kernel/documents/read-json.ts';
import type { JsonObject } from '../../kernel/documents/read-json.ts';
import { canonicalJson } from '../canonical-json.ts';
import { within } from './change.ts';
import type { Place, ValueChange } from './change.ts';
import { compareConditions } from './compare-conditions.ts';
import type { Sides } from './compare-conditions.ts';
import { compareLists } from './compare-lists.ts';
import { sayAt, sayBoth, sayFromTo } from './say-change.ts';
import { isCondition, writePart } from './write-part.ts';

/** Two values of the same place; undefined where there is none. */
export interface Compared {
  readonly from: FactValue | undefined;
  readonly to: FactValue | undefined;
  readonly words: PartWords | undefined;
  readonly place: Place;
}

/**
 * What is different between two values, as deep as both are what their words say. Whatever else stands there is told as a whole, so
 * that nothing that differs is passed over: empty only for values whose canonical bytes are the same.
 */
export function compareValues(compared: Compared, sides: Sides): readonly ValueChange[] {
  const { from, to } = compared;
  if (from === undefined && to === undefined) return [];
  if (from === undefined || to === undefined) return [changedWhole(compared, sides)];
  if (canonicalJson(from) === canonicalJson(to)) return [];
  const told = compareParts({ ...compared, from, to }, sides);
  return told.length === 0 ? [changedWhole(compared, sides)] : told;
}

type Both = Compared & { readonly from: FactValue; readonly to: FactValue };

function compareParts({ from, to, words, place }: Both, sides: Sides): readonly ValueChange[] {
  if (words?.kind === 'condition')
    return isCondition(from) && isCondition(to) ? compareConditions({ from, to }, place, sides) : [];
  if (isObject(from) && isObject(to)) {
    if (words?.kind === 'localized') return compareLocalized({ from, to }, place, sides);
    return compareKeys({ from, to }, { keys: words?.kind === 'object' ? words.keys : {}, place }, sides);
  }
  if (Array.isArray(from) && Array.isArray(to)) {
    const list = words?.kind === 'list' ? words : undefined;
    return compareLists(
      { from, to },
      { words: list, place, compare: (item) => compareItems(item, list, sides) },
      sides,
    );
  }
  return [];
}

/** The keys of two objects, first those that have words, in the order of the words. */
export function compareKeys(
  { from, to }: { readonly from: JsonObject; readonly to: JsonObject },
  { keys, place }: { readonly keys: KeyedWords; readonly place: Place },
  sides: Sides,
): readonly ValueChange[] {
  const known = Object.keys(keys);
  const others = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((key) => !Object.hasOwn(keys, key));
  return [...known, ...others.sort()].flatMap((key) => {
    const words = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const name = words?.name ?? { en: `“${key}”`, zh: `“${key}”` };
    return compareValues({ from: ownOf(from, key), to: ownOf(to, key), words, place: within(place, key, name) }, sides);
  });
}

function compareItems(
  { from, to, place }: Pick<Both, 'from' | 'to' | 'place'>,
  words: ListWords | undefined,
  sides: Sides,
): readonly ValueChange[] {
  if (isObject(from) && isObject(to)) {
    const keys = words?.item.kind === 'object' ? words.item.keys : {};
    const told = compareKeys({ from, to }, { keys, place }, sides);
    if (told.length > 0) return told;
  }
  return compareValues({ from, to, words: undefined, place }, sides);
}

const languageNames: { readonly [Of in 'en' | 'zh']: LocalizedText } = {
  en: { en: 'in English', zh: '英文' },
  zh: { en: 'in Chinese', zh: '中文' },
};

/** In one language alone where the other stays; else each reader is told of her own. */
function compareLocalized(
  { from, to }: { readonly from: JsonObject; readonly to: JsonObject },
  place: Place,
  sides: Sides,
): readonly ValueChange[] {
  const changed = new Set(
    [...Object.keys(from), ...Object.keys(to)].filter((key) => isOther(ownOf(from, key), ownOf(to, key))),
  );
  if (changed.has('en') && changed.has('zh') && changed.size === 2) return [];
  return [...changed].sort().flatMap((key) => {
    const name = key === 'en' || key === 'zh' ? languageNames[key] : { en: `“${key}”`, zh: `“${key}”` };
    return compareValues(
      { from: ownOf(from, key), to: ownOf(to, key), words: undefined, place: within(place, key, name) },
      sides,
    );
  });
}

function isOther(from: FactValue | undefined, to: FactValue | undefined): boolean {
  if (from === undefined || to === undefined) return from !== to;
  return canonicalJson(from) !== canonicalJson(to);
}

function changedWhole({ from, to, words, place }: Compared, { before, after }: Sides): ValueChange {
  const said = sayFromTo(
    sayBoth((language) => writePart(from, words, before[language])),
    sayBoth((language) => writePart(to, words, after[language])),
    { from, to },
  );
  return {
    path: place.path,
    kind: from === undefined ? 'added' : to === undefined ? 'removed' : 'changed',
    from: from ?? null,
    to: to ?? null,
    words: sayAt(place, said),
  };
}
