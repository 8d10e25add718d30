import { describe, expect, it } from 'vitest';
import type { ConditionWriter } from '../../conditions/words/write-condition.ts';
import { writeSegment, writeWindow } from './write-segment.ts';

const writerIn = (language: 'en' | 'zh'): ConditionWriter => ({
  language,
  decimal: (value, digits) => String(Number(value.toFixed(digits))),
  money: (amountMinor) => `¥${amountMinor / 100}`,
  day: String,
  fieldOf: (field) => ({ field, type: 'number', unit: '', label: field }),
});
const english = writerIn('en');
const chinese = writerIn('zh');
const both = (condition: unknown) => [writeSegment(condition, english), writeSegment(condition, chinese)];

const serum = { field: 'category', operator: 'contains', value: 'Serum' };
const days = (count: number) => ({ window: 'days', days: count });
const fact = (rest: object) => ({ did: 'fact', type: 'product.viewed', ...rest });

describe('a segment in words', () => {
  it('is one sentence of what she bought', () => {
    const bought = { did: 'bought', where: serum };
    const condition = {
      combinator: 'and',
      rules: [
        { ...bought, window: days(90), measure: 'orders', operator: '>=', value: 2 },
        { ...bought, window: days(45), measure: 'count', operator: '=', value: 0 },
      ],
    };
    expect(both(condition)).toEqual([
      'all of (bought where Category contains Serum, in the last 90 days: number of orders is at least 2; ' +
        'bought where Category contains Serum, in the last 45 days: not once)',
      '全部满足（最近 90 天内购买（品类 包含 Serum）：订单数 至少 2；最近 45 天内购买（品类 包含 Serum）：一次也没有）',
    ]);
  });

  it('says what is known of her, chance and groups turned around', () => {
    const rule = { field: 'purchase.count', operator: '>', value: 3 };
    expect(both({ combinator: 'and', rules: [rule] })).toEqual([
      'purchase.count is more than 3',
      'purchase.count 大于 3',
    ]);
    expect(both({ combinator: 'or', not: true, rules: [rule, { bucket: 'May', from: 0, to: 1_050 }] })).toEqual([
      'none of (purchase.count is more than 3; a random share of 10.5 % (“May”))',
      '全部不满足（purchase.count 大于 3；随机抽取 10.5 %（“May”））',
    ]);
  });

  it.each([
    [{ measure: 'days', operator: '>=', value: 3 }, 'number of different days is at least 3', '不同天数 至少 3'],
    [
      { measure: 'sum', of: 'property.price', operator: '<', value: 9.5 },
      'sum of price is less than 9.5',
      'price合计 小于 9.5',
    ],
    [
      { measure: 'average', of: 'property.price', operator: '=', value: 9 },
      'average of price equals 9',
      'price平均 等于 9',
    ],
    [
      { measure: 'least', of: 'property.price', operator: '>', value: 9 },
      'least price is more than 9',
      'price最小值 大于 9',
    ],
    [
      { measure: 'greatest', of: 'property.price', operator: '<=', value: 9 },
      'greatest price is at most 9',
      'price最大值 至多 9',
    ],
    [
      { measure: 'distinct', of: 'channel', operator: '!=', value: 1 },
      'number of different values of Channel is not 1',
      '渠道不同值的个数 不等于 1',
    ],
    [
      { measure: 'first', is: 'in', span: { window: 'this', unit: 'year' } },
      'the first time was this year',
      '第一次在今年',
    ],
    [
      { measure: 'last', is: 'notIn', span: days(30) },
      'the last time was not in the last 30 days',
      '最后一次在最近 30 天内之外',
    ],
    [
      { measure: 'followed', by: { did: 'fact', type: 'cart.updated' }, within: { hours: 2 } },
      'followed within 2 hours by “cart.updated”',
      '之后 2 小时内有“cart.updated”',
    ],
    [
      { measure: 'notFollowed', by: { did: 'fact', type: 'cart.updated' }, within: { days: 3 } },
      'not followed within 3 days by “cart.updated”',
      '之后 3 天内没有“cart.updated”',
    ],
  ])('says each measure: %o', (test, en, zh) => {
    expect(both(fact(test))).toEqual([`“product.viewed”, ever: ${en}`, `有史以来“product.viewed”：${zh}`]);
  });

  it('says rhythms, which have no window', () => {
    const rhythm = (is: string) => both(fact({ measure: 'rhythm', is, everyDays: 30, times: 3, quiet: 2 }));
    expect(rhythm('regular')).toEqual([
      '“product.viewed”: regularly, at least once in each of the last 3 periods of 30 days',
      '“product.viewed”：规律进行，最近 3 个 30 天周期内每期至少一次',
    ]);
    expect(rhythm('stopped')[0]).toContain('regularly in 3 periods of 30 days, then not once in the last 2');
    expect(rhythm('stopped')[1]).toContain('最近 2 期一次也没有');
    expect(rhythm('again')[0]).toContain('in the last 30 days, after 2 such periods without');
    expect(rhythm('again')[1]).toContain('最近 30 天内有，此前 2 个同样周期没有');
  });

  it.each([
    [undefined, 'ever', '有史以来'],
    [{ window: 'days', days: 1 }, 'in the last 1 day', '最近 1 天内'],
    [{ window: 'days', days: 90, until: 30 }, 'between 90 days and 30 days ago', '90 天前至 30 天前'],
    [{ window: 'calendarDays', days: 7 }, 'today and the 6 days before', '今天及之前 6 天'],
    [{ window: 'calendarDays', days: 1 }, 'today', '今天'],
    [
      { window: 'dates', from: '2026-01-01', through: '2026-02-01' },
      'from 2026-01-01 through 2026-02-01',
      '2026-01-01 至 2026-02-01',
    ],
    [{ window: 'dates', from: '2026-01-01' }, 'since 2026-01-01', '2026-01-01 起'],
    [{ window: 'dates', through: '2026-02-01' }, 'through 2026-02-01', '截至 2026-02-01'],
    [{ window: 'previous', unit: 'quarter' }, 'last quarter', '上季度'],
    [{ window: 'this', unit: 'week' }, 'this week', '本周'],
  ])('says each window: %o', (window, en, zh) => {
    expect([writeWindow(window, english), writeWindow(window, chinese)]).toEqual([en, zh]);
  });

  it('writes amounts of lines as money, and shows what it does not know as it stands', () => {
    const amount = { did: 'bought', measure: 'sum', of: 'amount', operator: '>=', value: 80_000 };
    expect(writeSegment(amount, english)).toBe('bought, ever: sum of Amount is at least ¥800');
    expect(writeSegment(null, english)).toBe('—');
    expect(writeSegment(fact({ measure: 'mood' }), english)).toContain('mood');
    expect(writeWindow({ window: 'moons' }, english)).toBe('{"window":"moons"}');
  });
});
