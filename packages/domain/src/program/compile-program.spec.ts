import { describe, expect, it } from 'vitest';
import { createDefaultProgram, toDocument } from '../facets/default-program.ts';
import { facets } from '../facets/index.ts';
import { lifecycleRulesOf } from '../facets/lifecycle/timeline/rules.ts';
import { lifecyclePresets, sixStages } from '../facets/lifecycle/stages/presets.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import { testDays } from '../testing/given.ts';
import { canonicalJson } from './canonical-json.ts';
import { compileProgram, parseProgram } from './compile-program.ts';

const use = { days: testDays, facets };
const program = createDefaultProgram();
type Edit = Record<string, FactValue | undefined>;

function codesOf(edit: Edit): string[] {
  const documents: Record<string, FactValue> = {};
  for (const [path, document] of Object.entries({ ...program, ...edit }))
    if (document !== undefined) documents[path] = document;
  const parsed = parseProgram(documents, facets);
  return parsed.isValid ? [] : parsed.problems.map((problem) => `${problem.document} ${problem.path}: ${problem.code}`);
}

function lifecycle(edit: (stages: { [key: string]: FactValue }[]) => unknown, rest: Edit = {}): Edit {
  const document = toDocument(sixStages) as { [key: string]: FactValue };
  const stages = document['stages'] as unknown as { [key: string]: FactValue }[];
  edit(stages);
  return { 'lifecycles/main.json': { ...document, ...rest } as FactValue };
}

const settings = program['settings.json'] as { [key: string]: FactValue };
const name = { en: 'n', zh: 'n' };
const metric = { id: 'm', name, kind: 'purchases_within', days: 30 };
const policy = {
  type: 'phone',
  strength: 'strong',
  priority: 1,
  perMemberMax: 2,
  normaliser: 'phone',
  blockedValues: ['+8613800000000'],
};

describe('a program', () => {
  it.each(lifecyclePresets.map((preset) => [preset.id, preset.lifecycle] as const))(
    'with the preset %s compiles',
    (_id, preset) => {
      const compiled = compileProgram(createDefaultProgram(preset), { version: 3, effectiveAt: 9 }, use);
      expect(compiled).toMatchObject({ version: 3, effectiveAt: 9 });
      expect(lifecycleRulesOf(compiled).lifecycles[0]?.stages.map((stage) => stage.id)).toEqual(
        preset.stages.map((stage) => stage.id),
      );
    },
  );

  it('may hold four lifecycles and policies of its own, which stand before the default ones', () => {
    const more = Object.fromEntries(
      ['b', 'c', 'd'].map((id) => [`lifecycles/${id}.json`, toDocument({ ...sixStages, id })]),
    );
    expect(codesOf({ ...more, 'identities.json': { types: [policy] } })).toEqual([]);
    const parsed = parseProgram({ ...program, 'identities.json': { types: [policy] } }, facets);
    expect(parsed.isValid && parsed.program.identities.filter((one) => one.type === 'phone')).toEqual([policy]);
    expect(parsed.isValid && parsed.program.identities.length).toBeGreaterThan(5);
  });

  it('folds members to the same timeline when only words change, and to another when a window does', () => {
    const keyOf = (documents: ProgramDocuments) =>
      compileProgram(documents, { version: 1, effectiveAt: 0 }, use).foldKey;
    const renamed = {
      ...program,
      'settings.json': { ...settings, name: { en: 'Other', zh: '其他' } },
      'lifecycles/main.json': toDocument({ ...sixStages, name }),
    };
    expect(keyOf(renamed)).toBe(keyOf(program));
    expect(keyOf({ ...program, 'statistics.json': { brandGapDays: 46 } })).not.toBe(keyOf(program));
    expect(keyOf({ ...program, 'settings.json': { ...settings, purchaseCountsWhen: 'paid' } })).not.toBe(
      keyOf(program),
    );
  });

  it('may lose a metric that no stage reads, and none that one does', () => {
    const reads = lifecycle((stages) => {
      const [first] = stages;
      if (first !== undefined) first['condition'] = { field: 'metric.m', operator: '>=', value: 2 };
    });
    expect(codesOf({ ...reads, 'settings.json': { ...settings, metrics: [metric] } })).toEqual([]);
    expect(codesOf({ 'settings.json': { ...settings, metrics: [] } })).toEqual([]);
    expect(codesOf({ ...reads, 'settings.json': { ...settings, metrics: [] } })).toEqual([
      'lifecycles/main.json stages[0].condition.field: condition.unknown_field',
    ]);
  });

  it('is refused by the compiler when it was not checked', () => {
    expect(() => compileProgram({}, { version: 1, effectiveAt: 0 }, use)).toThrow('program version 1');
  });
});

describe('a program is refused', () => {
  it.each<[string, Edit, string]>([
    ['without settings', { 'settings.json': undefined }, 'settings.json : document.not_an_object'],
    ['without statistics', { 'statistics.json': undefined }, 'statistics.json : document.not_an_object'],
    ['without a lifecycle', { 'lifecycles/main.json': undefined }, 'lifecycles/ : program.no_lifecycle'],
    ['with a document of no known kind', { 'coupons.json': {} }, 'coupons.json : program.unknown_document'],
    [
      'with five lifecycles',
      Object.fromEntries(['b', 'c', 'd', 'e'].map((id) => [`lifecycles/${id}.json`, toDocument({ ...sixStages, id })])),
      'lifecycles/ : program.too_many_lifecycles',
    ],
    [
      'with an unknown moment of purchase',
      { 'settings.json': { ...settings, purchaseCountsWhen: 'shipped' } },
      'settings.json purchaseCountsWhen: document.not_a_choice',
    ],
    [
      'without a name',
      { 'settings.json': { ...settings, name: '会员' } },
      'settings.json name: document.not_an_object',
    ],
    [
      'with half a name',
      { 'settings.json': { ...settings, name: { en: 'x' } } },
      'settings.json name.zh: document.not_a_text',
    ],
    [
      'with a metric twice',
      { 'settings.json': { ...settings, metrics: [metric, metric] } },
      'settings.json metrics[1]: settings.metric_twice',
    ],
    [
      'with an unknown metric',
      { 'settings.json': { ...settings, metrics: [{ ...metric, kind: 'sum' }] } },
      'settings.json metrics[0].kind: document.not_a_choice',
    ],
    [
      'with a metric of no days',
      { 'settings.json': { ...settings, metrics: [{ ...metric, days: 0 }] } },
      'settings.json metrics[0].days: document.not_in_range',
    ],
    [
      'with an id in capitals',
      { 'settings.json': { ...settings, metrics: [{ ...metric, id: 'M' }] } },
      'settings.json metrics[0].id: document.not_an_id',
    ],
    [
      'with metrics that are no list',
      { 'settings.json': { ...settings, metrics: {} } },
      'settings.json metrics: document.not_a_list',
    ],
    [
      'with too many metrics',
      { 'settings.json': { ...settings, metrics: Array.from({ length: 21 }, () => metric) } },
      'settings.json metrics: document.too_many',
    ],
    [
      'with a brand gap of nothing',
      { 'statistics.json': { brandGapDays: 0 } },
      'statistics.json brandGapDays: document.not_in_range',
    ],
    [
      'with a category twice',
      {
        'statistics.json': {
          brandGapDays: 9,
          categoryCycles: [
            { category: 'a', days: 3 },
            { category: 'a', days: 4 },
          ],
        },
      },
      'statistics.json categoryCycles[1]: statistics.category_twice',
    ],
    [
      'with a category of no name',
      { 'statistics.json': { brandGapDays: 9, categoryCycles: [{ category: '', days: 3 }] } },
      'statistics.json categoryCycles[0].category: document.not_a_text',
    ],
    [
      'with an identity policy twice',
      { 'identities.json': { types: [policy, policy] } },
      'identities.json types[1]: identities.type_twice',
    ],
    [
      'with an identity of no type',
      { 'identities.json': { types: [{ ...policy, type: 'Phone!' }] } },
      'identities.json types[0].type: identities.not_a_type',
    ],
    [
      'with an identity of no strength',
      { 'identities.json': { types: [{ ...policy, strength: 'medium' }] } },
      'identities.json types[0].strength: document.not_a_choice',
    ],
    [
      'with an identity that nobody may hold',
      { 'identities.json': { types: [{ ...policy, perMemberMax: 0 }] } },
      'identities.json types[0].perMemberMax: document.not_in_range',
    ],
    [
      'with a lifecycle under a wrong path',
      { 'lifecycles/other.json': toDocument(sixStages) },
      'lifecycles/other.json id: lifecycle.wrong_path',
    ],
    [
      'with a stage twice',
      lifecycle((stages) => stages.splice(1, 0, { ...stages[1] })),
      'lifecycles/main.json stages[2]: lifecycle.stage_twice',
    ],
    [
      'with a last stage that asks for something',
      lifecycle((stages) => stages.pop()),
      'lifecycles/main.json stages[4].condition: lifecycle.no_last_resort',
    ],
    [
      'with a stage that hides the others',
      lifecycle((stages) => (stages[2] = { ...stages[2], condition: null })),
      'lifecycles/main.json stages[2].condition: lifecycle.hidden_stages',
    ],
    [
      'with one stage',
      lifecycle((stages) => stages.splice(0, 5)),
      'lifecycles/main.json stages: lifecycle.too_few_stages',
    ],
    [
      'with a stage of an unknown role',
      lifecycle((stages) => (stages[0] = { ...stages[0], role: 'asleep' })),
      'lifecycles/main.json stages[0].role: document.not_a_choice',
    ],
    [
      'with a stage without a name',
      lifecycle((stages) => (stages[0] = { ...stages[0], name: null })),
      'lifecycles/main.json stages[0].name: document.not_an_object',
    ],
    [
      'with a condition on what has no history',
      lifecycle(
        (stages) => (stages[0] = { ...stages[0], condition: { field: 'tag.vip', operator: '=', value: true } }),
      ),
      'lifecycles/main.json stages[0].condition.field: condition.field_without_history',
    ],
    [
      'with recency of something else',
      lifecycle(() => undefined, { recencyOf: 'thought' }),
      'lifecycles/main.json recencyOf: document.not_a_choice',
    ],
    [
      'with an unknown key',
      lifecycle(() => undefined, { stage: [] }),
      'lifecycles/main.json stage: document.unknown_key',
    ],
    [
      'with a lifecycle that is a list',
      { 'lifecycles/main.json': [] },
      'lifecycles/main.json : document.not_an_object',
    ],
  ])('%s', (_name, edit, code) => {
    expect(codesOf(edit)).toContain(code);
  });

  it('with every problem of every document at once, at most two hundred of one', () => {
    const codes = codesOf({
      'settings.json': {},
      'statistics.json': Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, 1])),
    });
    expect(codes.filter((code) => code.startsWith('statistics.json'))).toHaveLength(200);
    expect(codes.filter((code) => code.startsWith('settings.json')).length).toBeGreaterThan(1);
  });
});

describe('the canonical text of a document', () => {
  it('does not see in which order keys were written, but sees every value', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    expect(canonicalJson({ x: 1, y: 2 })).toBe(canonicalJson({ y: 2, x: 1 }));
    expect(canonicalJson({ x: 1, y: 2 })).not.toBe(canonicalJson({ x: 1, y: 3 }));
  });
});
