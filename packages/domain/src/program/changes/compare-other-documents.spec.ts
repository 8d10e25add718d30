import { describe, expect, it } from 'vitest';
import { facets } from '../../facets/index.ts';
import { fiveStages } from '../../facets/lifecycle/stages/presets.ts';
import { toDocument } from '../../facets/default-program.ts';
import type { FactValue } from '../../kernel/base/payload.ts';
import { isObject } from '../../kernel/documents/read-json.ts';
import { changesPerDocumentMax, compareDocuments } from './compare-documents.ts';
import { changesPerListMax } from './compare-lists.ts';
import { itemsOf, main, put, told, toldOf, wholeProgram } from './testing/edited.ts';
import { plainWriters } from './testing/plain-writers.ts';

const settings = 'settings.json';
const statistics = 'statistics.json';

describe('differences of documents other than lifecycles', () => {
  it('tell the settings', () => {
    const metric = { id: 'm30', name: { en: 'A month', zh: '一个月' }, kind: 'purchases_within', days: 30 };
    expect(toldOf([settings, 'purchaseCountsWhen'], 'paid')).toEqual([
      [
        'purchaseCountsWhen',
        'changed',
        'An order is a purchase when it is: placed → paid',
        '订单何时算作购买：下单时 → 付款时',
      ],
    ]);
    expect(toldOf([settings, 'metrics', 0, 'days'], 1)).toEqual([
      [
        'metrics[id=purchases_365d].days',
        'changed',
        'Metric “Purchases in the last 365 days”: window: 365 days → 1 day',
        '指标“近 365 天购买次数”：时间窗口：365 天 → 1 天',
      ],
    ]);
    expect(toldOf([settings, 'metrics'], (metrics) => [...itemsOf(metrics), metric])).toEqual([
      [
        'metrics[id=m30]',
        'added',
        'Metric “A month” added: kind: purchases of the last days; window: 30 days',
        '新增指标“一个月”：类型：近期购买次数；时间窗口：30 天',
      ],
    ]);
  });

  it('tell a metric that went, and lists that are not there any more', () => {
    expect(toldOf([settings, 'metrics'], (metrics) => itemsOf(metrics).slice(0, 1))[0]?.[2]).toBe(
      'Metric “Purchases in the last 90 days” removed',
    );
    expect(toldOf([settings, 'metrics'], () => undefined)).toEqual([
      [
        'metrics',
        'removed',
        'Named metrics: metric “Purchases in the last 365 days”, metric “Purchases in the last 90 days” → none',
        '命名指标：指标“近 365 天购买次数”、指标“近 90 天购买次数” → 无',
      ],
    ]);
  });

  it('tell an empty list from none by how it is written', () => {
    const before = put(wholeProgram, [settings, 'metrics'], []);
    expect(toldOf([settings, 'metrics'], () => undefined, before)[0]?.[2]).toBe(
      'Named metrics: none (written as [], now as nothing)',
    );
  });

  it('tell statistics, by category', () => {
    const before = put(wholeProgram, [statistics, 'categoryCycles'], [{ category: 'skin care/serum', days: 60 }]);
    expect(toldOf([statistics, 'brandGapDays'], 50)).toEqual([
      [
        'brandGapDays',
        'changed',
        'The brand’s gap between purchases: 45 days → 50 days',
        '品牌的购买间隔：45 天 → 50 天',
      ],
    ]);
    expect(toldOf([statistics, 'categoryCycles', 0, 'days'], 45, before)).toEqual([
      [
        'categoryCycles[category="skin care/serum"].days',
        'changed',
        'Category “skin care/serum”: cycle: 60 days → 45 days',
        '品类“skin care/serum”：周期：60 天 → 45 天',
      ],
    ]);
  });

  it('tell policies of identities by their type, and values that are blocked one by one', () => {
    const phone = ['identities.json', 'types', 0];
    const english = (steps: readonly (string | number)[], value: FactValue) =>
      toldOf([...phone, ...steps], value).map(([path, kind, en]) => [path, kind, en]);
    expect(english(['strength'], 'weak')).toEqual([
      ['types[type=phone].strength', 'changed', 'Policy of “phone”: strength: strong → weak'],
    ]);
    expect(english(['perMemberMax'], 1)).toEqual([
      ['types[type=phone].perMemberMax', 'changed', 'Policy of “phone”: at most per member: 3 → 1'],
    ]);
    expect(english(['blockedValues'], ['+8613911113333'])).toEqual([
      ['types[type=phone].blockedValues[0]', 'removed', 'Policy of “phone”: blocked value “+8613911112222” removed'],
      ['types[type=phone].blockedValues[0]', 'added', 'Policy of “phone”: blocked value “+8613911113333” added'],
    ]);
  });

  it('tell sources, spaces of numbers and what is personal', () => {
    const source = { id: 'pos', phoneCountry: 'GB' };
    expect(toldOf(['sources.json', 'sources'], (sources) => [...itemsOf(sources), source])[0]?.slice(0, 3)).toEqual([
      'sources[id=pos]',
      'added',
      'Source “pos” added: country of telephone numbers: “GB”',
    ]);
    const spaces = ['number-spaces.json', 'spaces', 0, 'sources'];
    expect(toldOf(spaces, (sources) => [...itemsOf(sources), 'web'])[0]?.slice(0, 3)).toEqual([
      'spaces[id=uk].sources[2]',
      'added',
      'Shared numbers “uk”: source “web” added',
    ]);
    expect(toldOf(['properties.json', 'attributes'], [])[0]?.[2]).toBe('Attribute “colour” removed');
    expect(toldOf(['properties.json', 'properties', 0, 'personal'], true)[0]?.slice(0, 3)).toEqual([
      'properties[type=gift.chosen,path=box.colour].personal',
      'changed',
      'Field “gift.chosen box.colour”: tells of a person: no → yes',
    ]);
  });

  it('name documents that came and went, in the order of their paths', () => {
    const { 'sources.json': _, ...others } = wholeProgram;
    const after = {
      ...others,
      'lifecycles/third.json': 7,
      'lifecycles/second.json': toDocument({ ...fiveStages, id: 'second' }),
    };
    const told = compareDocuments(wholeProgram, after, { facets, writers: plainWriters });
    expect(told.map(({ document, kind, title }) => [document, kind, title.en, title.zh])).toEqual([
      ['lifecycles/second.json', 'added', 'Lifecycle “Growth lifecycle”', '生命周期“成长生命周期”'],
      ['lifecycles/third.json', 'added', 'Lifecycle “third”', '生命周期“third”'],
      ['sources.json', 'removed', 'Countries of telephone numbers', '电话号码所属国家或地区'],
    ]);
    // What came or went with them is told as well: whoever approves a plan sees all that will hold.
    const [second, , sources] = told.map(({ changes }) => changes);
    expect(second?.map(({ kind }) => kind)).toEqual(second?.map(() => 'added'));
    expect(second?.map(({ words }) => words.en)).toContain('Name: none → “Growth lifecycle”');
    expect(sources?.length).toBeGreaterThan(0);
    expect(new Set(sources?.map(({ kind }) => kind))).toEqual(new Set(['removed']));
  });
});

describe('documents that are not sound', () => {
  it('are told by the names that they use', () => {
    expect(toldOf([settings, 'fee'], { rate: 0.1 })).toEqual([
      ['fee', 'added', '“fee”: none → {"rate":0.1}', '“fee”：无 → {"rate":0.1}'],
    ]);
    expect(toldOf([settings], 'none')[0]?.slice(0, 2)).toEqual(['', 'changed']);
    expect(toldOf([main, 'stages'], {})[0]?.[2]).toMatch(/^Stages: stage “Potential”, .* → \{\}$/u);
    expect(toldOf([main, 'stages', 0, 'condition'], { rules: 'all' })[0]?.[2]).toBe(
      'Stage “Potential”: condition: Purchases equals 0 → {"rules":"all"}',
    );
  });

  it('are told under their path where no kind has it', () => {
    const before = put(wholeProgram, ['streaks.json'], { list: [1, 2, { a: 1 }] });
    expect(
      toldOf(['streaks.json', 'list'], [2, { a: 2 }, 3], before).map(([path, kind, en]) => [path, kind, en]),
    ).toEqual([
      ['list[0]', 'removed', '“list”: 1 removed'],
      ['list[2]', 'removed', '“list”: {"a":1} removed'],
      ['list[1]', 'added', '“list”: {"a":2} added'],
      ['list[2]', 'added', '“list”: 3 added'],
    ]);
  });

  it('with two stages of one id are compared by what the stages say', () => {
    const before = put(wholeProgram, [main, 'stages', 1, 'id'], 'potential');
    expect(toldOf([main, 'stages', 1, 'role'], 'lost', before)).toEqual([
      ['stages[1].role', 'changed', 'Stage “New”: role: Alive → Lost', '阶段“新客”：角色：活跃类 → 流失类'],
    ]);
  });

  it('are not given what every object has', () => {
    expect(toldOf([settings, 'constructor'], () => 1)).toEqual([
      ['constructor', 'added', '“constructor”: none → 1', '“constructor”：无 → 1'],
    ]);
    const role = toldOf([main, 'stages', 0, 'role'], 'toString');
    expect(role[0]?.[2]).toBe('Stage “Potential”: role: Potential → “toString”');
  });
});

describe('more differences than anybody reads', () => {
  const cycles = (count: number, days: number) =>
    Array.from({ length: count }, (_, at) => ({ category: `c${at}`, days }));

  it('are a number of their list', () => {
    const most = put(wholeProgram, [statistics, 'categoryCycles'], cycles(changesPerListMax, 10));
    expect(toldOf([statistics, 'categoryCycles'], cycles(changesPerListMax, 20), most)).toHaveLength(changesPerListMax);
    const more = put(wholeProgram, [statistics, 'categoryCycles'], cycles(changesPerListMax + 1, 10));
    expect(toldOf([statistics, 'categoryCycles'], cycles(changesPerListMax + 1, 20), more)).toEqual([
      ['categoryCycles', 'changed', 'Category cycles: 201 differences', '品类周期：201 处不同'],
    ]);
  });

  it('are a number of their document', () => {
    const keys = Object.fromEntries(cycles(changesPerDocumentMax + 1, 1).map(({ category }) => [category, 1]));
    expect(toldOf([settings], (old) => ({ ...(isObject(old) ? old : {}), ...keys }))).toEqual([
      ['', 'changed', '1001 differences', '1001 处不同'],
    ]);
  });
});

describe('what makes no difference', () => {
  it('is the order of keys, and how a number is written', () => {
    const reversed = (value: FactValue): FactValue => {
      if (Array.isArray(value)) return value.map(reversed);
      if (!isObject(value)) return value;
      const entries = Object.entries(value).toReversed();
      return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
    };
    const whole = reversed(wholeProgram);
    expect(Object.keys(whole ?? {})).toEqual(Object.keys(wholeProgram).toReversed());
    expect(told(wholeProgram, isObject(whole) ? whole : {})).toEqual([]);
    const gap: FactValue = JSON.parse('45.0');
    expect(toldOf([statistics, 'brandGapDays'], gap)).toEqual([]);
  });
});
