import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets } from '../../facets/index.ts';
import { aiplStages, fiveStages, sixStages } from '../../facets/lifecycle/stages/presets.ts';
import { toDocument } from '../../facets/default-program.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import type { ProgramDocuments } from '../../kernel/documents/document.ts';
import { isObject, ownOf } from '../../kernel/documents/read-json.ts';
import { canonicalJson } from '../canonical-json.ts';
import { alignItems, movedItems } from './align-items.ts';
import { compareDocuments } from './compare-documents.ts';
import { edited, itemsOf, main, put, wholeProgram } from './testing/edited.ts';
import type { Steps } from './testing/edited.ts';
import { plainWriters } from './testing/plain-writers.ts';

const compare = (before: ProgramDocuments, after: ProgramDocuments) =>
  compareDocuments(before, after, { facets, writers: plainWriters });

const names = [
  'id',
  'name',
  'en',
  'zh',
  'stages',
  'condition',
  'rules',
  'combinator',
  'not',
  'field',
  'operator',
  'value',
];
const others = [
  'types',
  'type',
  'blockedValues',
  'metrics',
  'days',
  'spaces',
  'sources',
  '__proto__',
  'constructor',
  '',
];
const texts = ['active', 'main', 'and', 'or', 'recency.last', 'purchase.count', 'within', '=', '会员', '“”', '𠮷', ''];

/** Any JSON, of the words that documents are made of, so that shapes are nearly right as often as they are wrong. */
const json: fc.Arbitrary<FactValue> = fc.letrec<{ value: FactValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constantFrom<FactValue>(null, true, false, 0, 1, 60, 0.1, -1, 1e21),
    fc.constantFrom(...texts),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.constantFrom(...names, ...others), tie('value')), { maxLength: 6 })
      .map((entries): FactValue => Object.fromEntries(entries)),
  ),
})).value;

/** Every place of a value. */
function placesIn(value: FactValue, steps: Steps = []): readonly Steps[] {
  if (Array.isArray(value)) return [steps, ...itemsOf(value).flatMap((item, at) => placesIn(item, [...steps, at]))];
  if (!isObject(value)) return [steps];
  return [steps, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...steps, key]))];
}

/** One edit: at some place something else, nothing, or the items in another order. */
const edit = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('put', 'take', 'shuffle', 'double'),
  to: json,
  seed: fc.nat(),
});

function carriedOut(
  before: ProgramDocuments,
  { at, how, to, seed }: typeof edit extends fc.Arbitrary<infer Edit> ? Edit : never,
) {
  const places = placesIn(before).filter((steps) => steps.length > 0);
  const steps = places[at % places.length] ?? [];
  const after = edited(before, steps, (old) => {
    if (how === 'take') return undefined;
    if (how === 'put' || !Array.isArray(old)) return to;
    const items = itemsOf(old);
    const [turn, item] = [seed % Math.max(1, items.length), items[seed % Math.max(1, items.length)]];
    if (how === 'double') return item === undefined ? [to] : [...items, item];
    return item === undefined ? [] : [...items.slice(turn + 1), item, ...items.slice(0, turn)];
  });
  return isObject(after) ? after : {};
}

const program: fc.Arbitrary<ProgramDocuments> = fc.oneof(
  fc.constantFrom(sixStages, fiveStages, aiplStages).map((stages) => put(wholeProgram, [main], toDocument(stages))),
  fc.dictionary(fc.constantFrom(main, 'settings.json', 'identities.json', 'number-spaces.json', 'other.json'), json),
);
const pair = fc
  .tuple(program, fc.array(edit, { maxLength: 4 }))
  .map(([before, edits]) => ({ before, after: edits.reduce(carriedOut, before) }));

describe('differences of any two programs', () => {
  it('are none exactly where the canonical bytes are the same', () => {
    fc.assert(
      fc.property(pair, ({ before, after }) => {
        const told = compare(before, after);
        expect(told.length === 0).toBe(canonicalJson(before) === canonicalJson(after));
        for (const { document, kind, changes } of told) {
          // One that came or went may be an object without keys.
          if (kind === 'changed') expect([document, changes.length > 0]).toEqual([document, true]);
          expect([document, kind]).toEqual([document, kindOf(ownOf(before, document), ownOf(after, document))]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are those of the way back, with what came and what went exchanged', () => {
    fc.assert(
      fc.property(pair, ({ before, after }) => {
        const turned = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' } as const;
        const counted = (from: ProgramDocuments, to: ProgramDocuments, name: (kind: keyof typeof turned) => string) =>
          compare(from, to).map(({ document, kind, changes }) => [
            document,
            name(kind),
            changes.map((change) => name(change.kind)).toSorted(),
          ]);
        expect(counted(after, before, (kind) => turned[kind])).toEqual(counted(before, after, (kind) => kind));
      }),
      { numRuns: 500 },
    );
  });

  it('say each difference in both languages, and what stood there and stands there', () => {
    fc.assert(
      fc.property(pair, ({ before, after }) => {
        for (const change of compare(before, after).flatMap(({ changes }) => changes)) {
          expect(change.words.en).not.toBe('');
          expect(change.words.zh).not.toBe('');
          if (change.kind === 'added') expect(change.from).toBeNull();
          if (change.kind === 'removed') expect(change.to).toBeNull();
          if (change.kind === 'moved') expect([typeof change.from, typeof change.to]).toEqual(['number', 'number']);
          if (change.kind !== 'moved') expect(change.from === change.to && change.from !== null).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function kindOf(from: FactValue | undefined, to: FactValue | undefined): string {
  return from === undefined ? 'added' : to === undefined ? 'removed' : 'changed';
}

describe('two lists', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

  it('are aligned whole: each place of either is the same, moved, or in one gap', () => {
    fc.assert(
      fc.property(letters, letters, (from, to) => {
        const { same, moved, gaps } = alignItems(from, to);
        for (const one of [...same, ...moved]) expect(from[one.from]).toBe(to[one.to]);
        const paired = [...same, ...moved];
        const places = { from: paired.map((one) => one.from), to: paired.map((one) => one.to) };
        expect([...places.from, ...gaps.flatMap((gap) => gap.from)].toSorted((a, b) => a - b)).toEqual([
          ...from.keys(),
        ]);
        expect([...places.to, ...gaps.flatMap((gap) => gap.to)].toSorted((a, b) => a - b)).toEqual([...to.keys()]);
        const inOrder = same.every((one, at) => at === 0 || one.to > (same[at - 1]?.to ?? 0));
        expect(inOrder).toBe(true);
      }),
    );
  });

  it('of the same items differ by the fewest that have to move', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f'];
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: 6 }), (after) => {
        const moved = movedItems(items, after);
        const stay = items.filter((item) => !moved.has(item));
        expect(after.filter((item) => !moved.has(item))).toEqual(stay);
        expect(stay.length).toBe(longestRun(items.map((item) => after.indexOf(item))));
        expect(movedItems(after, items)).toEqual(moved);
      }),
    );
  });
});

/** By trying every choice of items. */
function longestRun(numbers: readonly number[]): number {
  const runFrom = (at: number, last: number): number => {
    const number = numbers[at];
    if (number === undefined) return 0;
    const without = runFrom(at + 1, last);
    return number > last ? Math.max(without, 1 + runFrom(at + 1, number)) : without;
  };
  return runFrom(0, -1);
}
