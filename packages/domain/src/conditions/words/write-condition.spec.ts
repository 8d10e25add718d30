import { describe, expect, it } from 'vitest';
import { conditionOperators } from '../../kernel/fields/field.ts';
import { conditionTexts, fillIn } from './condition-words.ts';
import { writeCondition, writeDays, writeOperator, writeRule, writeValue } from './write-condition.ts';
import type { ConditionWriter } from './write-condition.ts';

const writerIn = (language: 'en' | 'zh'): ConditionWriter => ({
  language,
  decimal: (value, digits) => String(Number(value.toFixed(digits))),
  money: (amountMinor) => `¥${amountMinor / 100}`,
  day: (value) => `day ${value}`,
  fieldOf: (field) => ({
    field,
    type: field.startsWith('tag') ? 'boolean' : field.endsWith('.at') ? 'instant' : 'number',
    unit: field.startsWith('minor')
      ? 'minor'
      : field.startsWith('stars')
        ? 'hundredths'
        : field.startsWith('gap')
          ? 'days'
          : '',
    label: field,
  }),
});
const english = writerIn('en');
const chinese = writerIn('zh');

describe('a condition in words', () => {
  it('is a sentence of each language', () => {
    const rules = [
      { field: 'bought.at', operator: 'within', value: { window: 'cycle', multiple: 2, fallbackDays: 60 } },
      { combinator: 'or', not: true, rules: [{ field: 'minor', operator: '>=', value: 50_000 }] },
    ] as const;
    expect(writeCondition({ combinator: 'and', rules }, english)).toBe(
      'all of (bought.at within the last 2 × the cycle of her last category (else 60 days); none of (minor is at least ¥500))',
    );
    expect(writeCondition({ combinator: 'and', rules }, chinese)).toBe(
      '全部满足（bought.at 在最近 最近购买品类周期的 2 倍（缺省 60 天）；全部不满足（minor 至少 ¥500））',
    );
  });

  it('writes values in the unit of their field', () => {
    const rule = (field: string, operator: string, value: unknown) => writeRule({ field, operator, value }, chinese);
    expect(rule('stars', '<', 437)).toBe('stars 小于 4.37');
    expect(rule('gap', '=', 1)).toBe('gap 等于 1 天');
    expect(rule('gap', 'between', [1, 30.5])).toBe('gap 介于 1 天 – 30.5 天');
    expect(rule('bought.at', 'before', '2026-03-08')).toBe('bought.at 早于 day 2026-03-08');
    expect(rule('tag.vip', '!=', true)).toBe('无tag.vip');
    expect(writeDays(90, english)).toBe('90 days');
  });

  it('shows what it does not know as it stands, and no deeper than anybody reads', () => {
    expect(writeRule({}, english)).toBe('—');
    expect(writeOperator('soundsLike', 'zh')).toBe('soundsLike');
    expect(writeValue({ window: 'moons', count: 2 }, english.fieldOf('x'), english)).toBe(
      '{"window":"moons","count":2}',
    );
    const nested = Array.from({ length: 9 }).reduce<Parameters<typeof writeCondition>[0]>(
      (inner) => ({ combinator: 'and', rules: [inner] }),
      { field: 'x', operator: '=', value: 1 },
    );
    expect(writeCondition(nested, english)).toContain('(…)');
  });

  it('has a word for each operator, and fills in what it is given alone', () => {
    for (const { operator } of Object.values(conditionTexts))
      expect(Object.keys(operator).toSorted()).toEqual([...conditionOperators].toSorted());
    expect(fillIn('{{a}} and {{b}}', { a: '$&' })).toBe('$& and {{b}}');
  });
});
