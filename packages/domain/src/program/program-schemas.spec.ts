import { describe, expect, it } from 'vitest';
import { createDefaultProgram, toDocument } from '../facets/default-program.ts';
import { facets } from '../facets/index.ts';
import { lifecyclePresets, sixStages } from '../facets/lifecycle/stages/presets.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { JsonSchema } from '../kernel/documents/json-schema.ts';
import type { DocumentKind } from '../kernel/document-kind.ts';
import { createToyProgram, toyFacets } from '../testing/facets/toy-facets.ts';
import { createFullProgram } from '../testing/full-program.ts';
import { createSchemaCheck } from '../testing/schema-check.ts';
import { parseProgram } from './compile-program.ts';
import { documentKindsOf } from './own-documents.ts';
import { schemaOfPath, schemasOfProgram } from './program-schemas.ts';

const program = createFullProgram();
const check = createSchemaCheck(program);
const part = (path: string) => program[path] as { readonly [key: string]: FactValue };
const settings = part('settings.json');
const name = { en: 'n', zh: 'n' };
const metric = { id: 'm', name, kind: 'purchases_within', days: 30 };
const policy = { type: 'phone', strength: 'strong', priority: 1, perMemberMax: 2, normaliser: 'phone' };
const many = <Item extends FactValue>(count: number, item: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, i) => item(i));

type Stage = Readonly<Record<string, FactValue>>;

function lifecycle(edit: (stages: readonly Stage[]) => readonly Stage[], rest: Stage = {}): FactValue {
  const document = toDocument(sixStages) as { readonly stages: readonly Stage[] };
  return { ...document, stages: edit(document.stages), ...rest };
}
function ofFirst(change: Stage): FactValue {
  return lifecycle(([first, ...others]) => [{ ...first, ...change }, ...others]);
}
const asking = (condition: FactValue) => ofFirst({ condition });

function codesOf(path: string, document: FactValue): readonly string[] {
  const parsed = parseProgram({ ...program, [path]: document }, facets);
  return parsed.isValid ? [] : parsed.problems.filter((one) => one.document === path).map(({ code }) => code);
}

/** The keys of every closed object within a schema. */
function keysIn(schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const { properties = {}, additionalProperties, items = [], then = [], allOf = [], anyOf = [], $defs = {} } = schema;
  const inner = [Object.values(properties), Object.values($defs), allOf, anyOf, items, then].flat();
  const own = additionalProperties === false ? Object.entries(properties) : [];
  return [...own, ...inner.flatMap(keysIn)];
}

describe('the schemas of a program', () => {
  it('are one for each kind of document, known by the path of a document', () => {
    const files = [...schemasOfProgram(program, facets).keys()];
    expect(files).toEqual([
      'settings.schema.json',
      'statistics.schema.json',
      'number-spaces.schema.json',
      'lifecycles.schema.json',
      'wallets.schema.json',
      'calendars.schema.json',
      'earning.schema.json',
      'tiers.schema.json',
      'identities.schema.json',
      'sources.schema.json',
      'properties.schema.json',
    ]);
    expect(new Set(Object.keys(program).map((path) => schemaOfPath(path, facets)))).toEqual(new Set(files));
  });

  it('are none where no kind of document stands', () => {
    for (const path of ['coupons.json', 'settings', 'settings.json.bak', 'a/settings.json', 'lifecycles.json', ''])
      expect(schemaOfPath(path, facets), path).toBeNull();
  });

  it('have an id each, and are plain JSON', () => {
    const schemas = [...schemasOfProgram(program, facets).values()];
    expect(new Set(schemas.map(({ $id }) => $id)).size).toBe(schemas.length);
    for (const schema of schemas) {
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    }
  });

  it('say of every key what it is', () => {
    for (const [file, schema] of schemasOfProgram(program, facets)) {
      expect(schema.title, file).toBeDefined();
      for (const [key, value] of keysIn(schema)) {
        const isSaid = value.description !== undefined || value.$ref !== undefined;
        expect(isSaid, `${file}: ${key} ${JSON.stringify(value)}`).toBe(true);
      }
    }
  });

  it('take every document of the default program, of each preset, and of a program that has everything', () => {
    const presets = lifecyclePresets.map((preset) => createDefaultProgram(preset.lifecycle));
    for (const documents of [program, ...presets])
      for (const [path, document] of Object.entries(documents)) {
        expect(codesOf(path, document), path).toEqual([]);
        expect(check(path, document), path).toEqual([]);
      }
  });

  it('take the documents of facets that are added, and refuse what they refuse', () => {
    const toys = createToyProgram();
    const checkToys = createSchemaCheck(toys, toyFacets);
    for (const [path, document] of Object.entries(toys)) expect(checkToys(path, document), path).toEqual([]);
    expect(checkToys('streak.json', { graceDays: 0 })).toEqual(['/graceDays minimum']);
    expect(checkToys('stamp-cards/tea.json', { name, stampsNeeded: 3 })).toEqual([' required']);
  });

  it('let a document in a file name its schema, at its head and nowhere else', () => {
    for (const [path, document] of Object.entries(program))
      expect(check(path, { $schema: 'x.json', ...(document as object) }), path).toEqual([]);
    expect(check('settings.json', { $schema: 1, ...settings })).toEqual(['/$schema type']);
    expect(check('settings.json', { ...settings, name: { $schema: 'x.json', ...name } })).toEqual([
      '/name additionalProperties',
    ]);
  });

  it('are missing of no kind, or the types do not fit', () => {
    // @ts-expect-error a kind of document without a schema
    const kind: DocumentKind = { path: 'coupons.json', countMax: 1 };
    expect(kind.schema).toBeUndefined();
    for (const one of documentKindsOf(facets)) expect(one.schema).toBeTypeOf('function');
  });
});

describe('a document is refused by its schema as by the parser', () => {
  it.each<[string, string, FactValue]>([
    ['a key that is missing', 'settings.json', { name }],
    ['a misspelt key', 'settings.json', { ...settings, purchaseCountWhen: 'paid' }],
    ['a list for an object', 'settings.json', []],
    ['a text for a list', 'settings.json', { ...settings, metrics: 'all' }],
    ['half a name', 'settings.json', { ...settings, name: { en: 'x' } }],
    ['an empty name', 'settings.json', { ...settings, name: { en: '', zh: 'x' } }],
    ['a choice that there is not', 'settings.json', { ...settings, purchaseCountsWhen: 'shipped' }],
    ['a kind of metric that there is not', 'settings.json', { ...settings, metrics: [{ ...metric, kind: 'sum' }] }],
    ['an id in capitals', 'settings.json', { ...settings, metrics: [{ ...metric, id: 'M' }] }],
    ['a number below its range', 'settings.json', { ...settings, metrics: [{ ...metric, days: 0 }] }],
    ['a list too long', 'settings.json', { ...settings, metrics: many(21, (n) => ({ ...metric, id: `m${n}` })) }],
    ['the same metric twice', 'settings.json', { ...settings, metrics: [metric, metric] }],
    ['a number above its range', 'statistics.json', { brandGapDays: 3661 }],
    ['a text for a number', 'statistics.json', { brandGapDays: '45' }],
    ['a source in a space twice', 'number-spaces.json', { spaces: [{ id: 'a', sources: ['x', 'x'] }] }],
    ['a country in small letters', 'sources.json', { sources: [{ id: 'web', phoneCountry: 'gb' }] }],
    ['no list of sources', 'sources.json', {}],
    ['a list that is null where it may only be left out', 'properties.json', { attributes: null }],
    ['a text for a truth value', 'properties.json', { attributes: [{ name: 'level', personal: 'no' }] }],
    ['a path that names no field', 'properties.json', { properties: [{ type: 'a', path: 'a..b', personal: true }] }],
    ['a type of identity that is none', 'identities.json', { types: [{ ...policy, type: 'Phone!' }] }],
    ['an identity that nobody may hold', 'identities.json', { types: [{ ...policy, perMemberMax: 0 }] }],
    ['one stage', 'lifecycles/main.json', lifecycle((stages) => stages.slice(-1))],
    ['thirteen stages', 'lifecycles/main.json', lifecycle((all) => [...all, ...all, ...all].slice(0, 13))],
    ['a stage of no role', 'lifecycles/main.json', ofFirst({ role: 'asleep' })],
    ['a colour that is null where it may only be left out', 'lifecycles/main.json', ofFirst({ color: null })],
    ['no stage without a condition', 'lifecycles/main.json', lifecycle((stages) => stages.slice(0, -1))],
    ['two stages without a condition', 'lifecycles/main.json', ofFirst({ condition: null })],
    ['a field that there is not', 'lifecycles/main.json', asking({ field: 'purchase.cuont', operator: '=', value: 0 })],
    ['a field without a history', 'lifecycles/main.json', asking({ field: 'tag.vip', operator: '=', value: true })],
    [
      'an operator that the field does not have',
      'lifecycles/main.json',
      asking({ field: 'purchase.count', operator: 'within', value: 2 }),
    ],
    ['a value of another type', 'lifecycles/main.json', asking({ field: 'purchase.count', operator: '=', value: '2' })],
    ['no value', 'lifecycles/main.json', asking({ field: 'purchase.count', operator: '=' })],
    [
      'a metric beyond what is counted',
      'lifecycles/main.json',
      asking({ field: 'metric.purchases_90d', operator: '>', value: 17 }),
    ],
    [
      'a window too short for its field',
      'lifecycles/main.json',
      asking({ field: 'sign_in.last', operator: 'within', value: { window: 'days', days: 1 } }),
    ],
    [
      'a window with a key of another',
      'lifecycles/main.json',
      asking({ field: 'purchase.last', operator: 'within', value: { window: 'days', days: 9, multiple: 2 } }),
    ],
  ])('%s', (_name, path, document) => {
    expect(codesOf(path, document)).not.toEqual([]);
    expect(check(path, document)).not.toEqual([]);
  });
});

/** What a document holds a number of, or a number as: the document with so many of it. */
type Sized = readonly [path: string, of: (size: number) => FactValue, least: number, most: number];

const aStage = (index: number): Stage => ({ id: `s${index}`, name, role: 'alive', condition: isNew });
const isNew = { field: 'purchase.count', operator: '=', value: 1 };
const within = (window: FactValue) => asking({ field: 'purchase.last', operator: 'within', value: window });
const anHour = 1 / 24;

const numbers: readonly Sized[] = [
  ['settings.json', (days) => ({ ...settings, metrics: [{ ...metric, days }] }), 1, 3660],
  ['statistics.json', (brandGapDays) => ({ brandGapDays }), 1, 3660],
  ['statistics.json', (days) => ({ brandGapDays: 9, categoryCycles: [{ category: 'a', days }] }), 1, 3660],
  ['identities.json', (priority) => ({ types: [{ ...policy, priority }] }), 0, 1000],
  ['identities.json', (perMemberMax) => ({ types: [{ ...policy, perMemberMax }] }), 1, 1000],
  ['lifecycles/main.json', (order) => ofFirst({ order }), 0, 100],
  ['lifecycles/main.json', (days) => within({ window: 'days', days }), anHour, 3660],
  ['lifecycles/main.json', (fallbackDays) => within({ window: 'cycle', multiple: 1, fallbackDays }), anHour, 3660],
  ['lifecycles/main.json', (multiple) => within({ window: 'cycle', multiple, fallbackDays: 9 }), 0.1, 20],
];

const counts: readonly Sized[] = [
  ['settings.json', (count) => ({ ...settings, metrics: many(count, (n) => ({ ...metric, id: `m${n}` })) }), 0, 20],
  [
    'statistics.json',
    (count) => ({ brandGapDays: 9, categoryCycles: many(count, (n) => ({ category: `c${n}`, days: 9 })) }),
    0,
    2000,
  ],
  ['number-spaces.json', (count) => ({ spaces: many(count, (n) => ({ id: `s${n}`, sources: [] })) }), 0, 50],
  ['number-spaces.json', (count) => ({ spaces: [{ id: 'a', sources: many(count, (n) => `s${n}`) }] }), 0, 50],
  ['sources.json', (count) => ({ sources: many(count, (n) => ({ id: `s${n}`, phoneCountry: 'GB' })) }), 0, 500],
  ['properties.json', (count) => ({ attributes: many(count, (n) => ({ name: `a${n}`, personal: true })) }), 0, 500],
  ['identities.json', (count) => ({ types: many(count, (n) => ({ ...policy, type: `t${n}` })) }), 0, 100],
  ['identities.json', (count) => ({ types: [{ ...policy, blockedValues: many(count, (n) => `v${n}`) }] }), 0, 1000],
  ['lifecycles/main.json', (count) => asking({ combinator: 'or', rules: many(count, () => isNew) }), 1, 64],
  ['lifecycles/main.json', (count) => lifecycle((all) => [...many(count - 1, aStage), ...all.slice(-1)]), 2, 12],
  ['settings.json', (length) => ({ ...settings, name: { en: 'x'.repeat(length), zh: 'x' } }), 1, 200],
  ['settings.json', (length) => ({ ...settings, metrics: [{ ...metric, id: 'x'.repeat(length) }] }), 1, 20],
  ['lifecycles/main.json', (length) => ofFirst({ color: 'x'.repeat(length) }), 1, 30],
  ['properties.json', (length) => ({ attributes: [{ name: 'x'.repeat(length), personal: true }] }), 1, 100],
];

describe('a bound is the same for the schema and the parser', () => {
  const isTaken = (path: string, document: FactValue) => [
    codesOf(path, document).length === 0,
    check(path, document).length === 0,
  ];

  it.each(numbers.map((sized, index) => ({ sized, name: `${sized[0]} (${index})` })))('of a number in $name', (one) => {
    const [path, of, least, most] = one.sized;
    for (const size of [least, most]) expect(isTaken(path, of(size)), String(size)).toEqual([true, true]);
    for (const size of [least - 0.01, most + 0.01])
      expect(isTaken(path, of(size)), String(size)).toEqual([false, false]);
  });

  it.each(counts.map((sized, index) => ({ sized, name: `${sized[0]} (${index})` })))('of a length in $name', (one) => {
    const [path, of, least, most] = one.sized;
    for (const size of [least, most]) expect(isTaken(path, of(size)), String(size)).toEqual([true, true]);
    for (const size of [least - 1, most + 1].filter((count) => count >= 0))
      expect(isTaken(path, of(size)), String(size)).toEqual([false, false]);
  });
});

describe('a document is refused by the parser alone', () => {
  it.each<[string, string, [FactValue, string]]>([
    [
      'two metrics of one id',
      'settings.json',
      [{ ...settings, metrics: [metric, { ...metric, days: 60 }] }, 'settings.metric_twice'],
    ],
    [
      'a text that is too long in UTF-16',
      'settings.json',
      [{ ...settings, name: { en: '🎁'.repeat(101), zh: 'x' } }, 'document.not_a_text'],
    ],
    [
      'a source in two spaces',
      'number-spaces.json',
      [
        {
          spaces: [
            { id: 'a', sources: ['x'] },
            { id: 'b', sources: ['x'] },
          ],
        },
        'number_spaces.source_twice',
      ],
    ],
    [
      'an id that is not that of the path',
      'lifecycles/main.json',
      [lifecycle((all) => all, { id: 'other' }), 'lifecycle.wrong_path'],
    ],
    [
      'the stage without a condition is not the last',
      'lifecycles/main.json',
      [lifecycle((all) => all.toReversed()), 'lifecycle.hidden_stages'],
    ],
    [
      'a metric that the settings do not declare',
      'lifecycles/main.json',
      [asking({ field: 'metric.gone', operator: '=', value: 1 }), 'condition.unknown_field'],
    ],
    [
      'a day that is in no calendar',
      'lifecycles/main.json',
      [asking({ field: 'purchase.last', operator: 'before', value: '2026-02-30' }), 'condition.not_a_date'],
    ],
    [
      'two numbers in the wrong order',
      'lifecycles/main.json',
      [asking({ field: 'purchase.count', operator: 'between', value: [2, 1] }), 'condition.not_a_range'],
    ],
    [
      'bounds that cross',
      'lifecycles/main.json',
      [
        asking({
          field: 'purchase.last',
          operator: 'within',
          value: { window: 'personal', multiple: 1, minDays: 9, maxDays: 8 },
        }),
        'condition.window_bounds_crossed',
      ],
    ],
  ])('where it has %s', (_name, path, [document, code]) => {
    expect(codesOf(path, document)).toContain(code);
    expect(check(path, document)).toEqual([]);
  });
});
