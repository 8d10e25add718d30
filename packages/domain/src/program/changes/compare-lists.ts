import type { FactValue } from '../../kernel/base/payload.ts';
import type { ListWords } from '../../kernel/documents/document-words.ts';
import { isObject, ownOf } from '../../kernel/documents/read-json.ts';
import { canonicalJson } from '../canonical-json.ts';
import { alignItems, movedItems } from './align-items.ts';
import type { Alignment, PairOfPlaces } from './align-items.ts';
import { itemIn } from './change.ts';
import type { Place, ValueChange } from './change.ts';
import type { Sides } from './compare-conditions.ts';
import { sayAdded, sayAt, sayBoth, sayMany, sayMoved, sayRemoved } from './say-change.ts';
import { writeItem } from './write-part.ts';

interface Lists {
  readonly from: readonly FactValue[];
  readonly to: readonly FactValue[];
}

interface ListUse {
  readonly words: ListWords | undefined;
  readonly place: Place;
  /** What is different within an item that stands in both. */
  readonly compare: (item: {
    readonly from: FactValue;
    readonly to: FactValue;
    readonly place: Place;
  }) => readonly ValueChange[];
}

/** More differences in one list than anybody reads one by one: they are told as a number. */
export const changesPerListMax = 200;

/** What came, went, moved and changed: items that something tells from all others are found again by it, others by what they say. */
export function compareLists(lists: Lists, use: ListUse, sides: Sides): readonly ValueChange[] {
  const keys = { from: keysOf(lists.from, use.words), to: keysOf(lists.to, use.words) };
  const told =
    keys.from === null || keys.to === null
      ? compareByContent(lists, use, sides)
      : compareByKey(lists, { from: keys.from, to: keys.to }, { use, sides });
  if (told.length <= changesPerListMax) return told;
  const { place } = use;
  const { from, to } = lists;
  return [{ path: place.path, kind: 'changed', from, to, words: sayAt(place, sayMany(told.length)) }];
}

function compareByKey(
  { from, to }: Lists,
  keys: { readonly from: readonly string[]; readonly to: readonly string[] },
  { use, sides }: { readonly use: ListUse; readonly sides: Sides },
): readonly ValueChange[] {
  const placesBefore = new Map(keys.from.map((key, place) => [key, place]));
  const placesAfter = new Set(keys.to);
  const moved = movedItems(
    keys.from.filter((key) => placesAfter.has(key)),
    keys.to.filter((key) => placesBefore.has(key)),
  );
  const tell = createTell(use, sides);
  const gone = from.flatMap((item, place) => {
    const key = keys.from[place] ?? '';
    return placesAfter.has(key) ? [] : [tell.removed(item, key)];
  });
  const rest = to.flatMap((item, place) => {
    const key = keys.to[place] ?? '';
    const before = placesBefore.get(key);
    const was = before === undefined ? undefined : from[before];
    if (before === undefined || was === undefined) return [tell.added({ value: item, place }, key)];
    const move = moved.has(key) ? [tell.moved(was, { from: before, to: place }, key)] : [];
    return [...move, ...use.compare({ from: was, to: item, place: tell.placeOf(was, key) })];
  });
  return [...gone, ...rest];
}

function compareByContent({ from, to }: Lists, use: ListUse, sides: Sides): readonly ValueChange[] {
  const { moved, gaps } = alignItems(from.map(canonicalJson), to.map(canonicalJson));
  const tell = createTell(use, sides);
  const inGap = (gap: Alignment['gaps'][number]) => {
    const pairs = isOfObjects(from, gap.from) && isOfObjects(to, gap.to) ? Math.min(gap.from.length, gap.to.length) : 0;
    const changed = gap.from.slice(0, pairs).flatMap((before, index) => {
      const after = gap.to[index] ?? 0;
      const [was, is] = [from[before] ?? null, to[after] ?? null];
      return use.compare({ from: was, to: is, place: tell.placeOf(was, after) });
    });
    const gone = gap.from.slice(pairs).map((place) => tell.removed(from[place] ?? null, place));
    const come = gap.to.slice(pairs).map((place) => tell.added({ value: to[place] ?? null, place }, place));
    return [...gone, ...changed, ...come];
  };
  return [...moved.map((pair) => tell.moved(to[pair.to] ?? null, pair, pair.to)), ...gaps.flatMap(inGap)];
}

function isOfObjects(items: readonly FactValue[], places: readonly number[]): boolean {
  return places.every((place) => isObject(items[place]));
}

/** How what happens to an item is told. The noun of an item says which list it is in, so the name of the list is left out. */
function createTell({ words, place }: ListUse, { after }: Sides) {
  const list = words === undefined ? place : { ...place, trail: place.trail.slice(0, -1) };
  return {
    placeOf: (item: FactValue, which: string | number): Place =>
      itemIn(
        list,
        which,
        sayBoth((language) => writeItem(item, words?.item, language)),
      ),
    added(item: { readonly value: FactValue; readonly place: number }, which: string | number): ValueChange {
      const { path } = itemIn(list, which, null);
      return { path, kind: 'added', from: null, to: item.value, words: sayAt(list, sayAdded(item, words, after)) };
    },
    removed(value: FactValue, which: string | number): ValueChange {
      const { path } = itemIn(list, which, null);
      return { path, kind: 'removed', from: value, to: null, words: sayAt(list, sayRemoved(value, words)) };
    },
    moved(value: FactValue, pair: PairOfPlaces, which: string | number): ValueChange {
      const { path } = itemIn(list, which, null);
      return { path, kind: 'moved', ...pair, words: sayAt(list, sayMoved(value, pair, words)) };
    },
  };
}

const plainKey = /^[\w.:*-]+$/u;

/**
 * What tells each item from all others, `id=active`; null where something is no object, lacks it, or has it twice, so that a list that
 * is not sound is compared all the same.
 */
function keysOf(items: readonly FactValue[], words: ListWords | undefined): readonly string[] | null {
  if (words?.item.kind === 'text') return null;
  const identifiedBy = words?.item.identifiedBy ?? ['id'];
  const keys: string[] = [];
  for (const item of items) {
    if (!isObject(item)) return null;
    const parts = identifiedBy.map((name) => {
      const value = ownOf(item, name);
      return typeof value === 'string' ? `${name}=${plainKey.test(value) ? value : JSON.stringify(value)}` : null;
    });
    if (parts.includes(null)) return null;
    keys.push(parts.join(','));
  }
  return new Set(keys).size === items.length ? keys : null;
}
