import { describe, expect, it } from 'vitest';
import { facets } from '../../facets/index.ts';
import { fiveStages } from '../../facets/lifecycle/stages/presets.ts';
import { toDocument } from '../../facets/default-program.ts';
import { isOfKind } from '../../kernel/documents/document.ts';
import type { PartWords } from '../../kernel/documents/document-words.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import { isObject } from '../../kernel/documents/read-json.ts';
import { createFacets } from '../../kernel/facets.ts';
import { stampsFacet } from '../../testing/facets/stamps/facet.ts';
import { streakFacet } from '../../testing/facets/streak/facet.ts';
import { parseProgram } from '../compile-program.ts';
import { documentKindsOf } from '../own-documents.ts';
import { itemsOf, main, put, wholeProgram } from './testing/edited.ts';
import type { Steps } from './testing/edited.ts';

const all = createFacets([...facets.list, stampsFacet, streakFacet]);

/** At least one of every kind of document, with every list holding something. */
const documents = [
  [main, toDocument(fiveStages)],
  ['statistics.json', { brandGapDays: 45, categoryCycles: [{ category: 'tea', days: 30 }] }],
  ['stamp-cards/tea.json', { name: { en: 'Tea', zh: '茶' }, stampsNeeded: 10, validDays: 90 }],
  ['streak.json', { graceDays: 3 }],
] as const satisfies readonly (readonly [string, FactValue])[];
const whole = documents.reduce((sofar, [path, document]) => put(sofar, [path], document), wholeProgram);

interface Place {
  readonly steps: Steps;
  /** As problems name it. */
  readonly path: string;
  readonly keys: readonly string[];
}

/** Every object that words lead to, and the keys that have words there. */
function objectsIn(value: FactValue | undefined, words: PartWords, at: Omit<Place, 'keys'>): readonly Place[] {
  if (words.kind === 'localized') return [{ ...at, keys: ['en', 'zh'] }];
  if (words.kind === 'object') {
    const inner = Object.entries(words.keys).flatMap(([key, part]) =>
      isObject(value) && value[key] !== undefined ? objectsIn(value[key], part, stepInto(at, key)) : [],
    );
    return [{ ...at, keys: Object.keys(words.keys) }, ...inner];
  }
  if (words.kind !== 'list' || words.item.kind !== 'object') return [];
  const { noun: name, keys } = words.item;
  const items = itemsOf(value);
  expect([at, items.length > 0]).toEqual([at, true]);
  return items.flatMap((item, place) => objectsIn(item, { kind: 'object', name, keys }, stepInto(at, place)));
}

function stepInto({ steps, path }: Omit<Place, 'keys'>, step: string | number): Omit<Place, 'keys'> {
  const next = typeof step === 'number' ? `[${step}]` : path === '' ? step : `.${step}`;
  return { steps: [...steps, step], path: path + next };
}

/** The keys that the parser of a document knows there, as it says them of one that it does not. */
function knownKeys(document: string, { steps, path }: Place): readonly string[] {
  const parsed = parseProgram(put(whole, [document, ...steps, 'nobody'], 1), all);
  const at = path === '' ? 'nobody' : `${path}.nobody`;
  const found = parsed.isValid
    ? undefined
    : parsed.problems.find((one) => one.document === document && one.path === at);
  return /known are (.*)\.$/u.exec(found?.message ?? '')?.[1]?.split(', ') ?? [];
}

describe('the words of documents', () => {
  const kinds = documentKindsOf(all);

  it.each(kinds)('name every key that the parser of $path knows, and no other', (kind) => {
    const { words } = kind;
    const paths = Object.keys(whole).filter((one) => isOfKind(kind, one));
    expect(paths.length).toBeGreaterThan(0);
    for (const document of paths) {
      const places = objectsIn(
        whole[document],
        { kind: 'object', name: words.title, keys: words.keys },
        { steps: [], path: '' },
      );
      expect(places.length).toBeGreaterThan(0);
      for (const place of places)
        expect([document, place.path, [...place.keys].sort()]).toEqual([
          document,
          place.path,
          [...knownKeys(document, place)].sort(),
        ]);
    }
  });

  it.each(kinds)('of $path are in both languages, English ones as within a sentence', ({ words }) => {
    const texts = textsIn(words.keys);
    expect(texts.length).toBeGreaterThan(0);
    for (const { en, zh } of texts) {
      expect([en, en !== '' && !/\p{Script=Han}/u.test(en)]).toEqual([en, true]);
      expect([zh, /\p{Script=Han}/u.test(zh)]).toEqual([zh, true]);
    }
    for (const { en } of namesIn(words.keys)) expect(en.slice(0, 1)).toBe(en.slice(0, 1).toLowerCase());
  });

  it('are checked against what a parser says that it knows', () => {
    expect(knownKeys('streak.json', { steps: [], path: '', keys: [] })).toEqual(['graceDays']);
  });
});

interface Text {
  readonly en: string;
  readonly zh: string;
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value && typeof value.en === 'string';
}

function textsIn(value: unknown): readonly Text[] {
  if (isText(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What parts are called, without what their values are. */
function namesIn(keys: { readonly [key: string]: PartWords }): readonly Text[] {
  return Object.values(keys).flatMap((words) => [
    words.name,
    ...(words.kind === 'object' ? namesIn(words.keys) : []),
    ...(words.kind === 'list' ? [words.item.noun] : []),
    ...(words.kind === 'list' && words.item.kind === 'object' ? namesIn(words.item.keys) : []),
  ]);
}
