import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { createFormatter } from '../format/format.ts';
import { common } from '../i18n/en/common.ts';
import { condition } from '../i18n/en/condition.ts';
import { clauseText, conditionText, resolvedText, valueText } from './condition-text.ts';
import type { TextContext } from './condition-text.ts';

const fields = [
  { field: 'recency.last', type: 'instant', unit: '', label: 'Most recent purchase' },
  { field: 'purchase.net_spend', type: 'number', unit: 'minor', label: 'Net spend' },
  { field: 'review.mean_rating', type: 'number', unit: 'hundredths', label: 'Mean rating' },
];
let context: TextContext;

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { translation: { ...common, condition } } },
    interpolation: { escapeValue: false },
  });
  context = {
    t: i18next.t,
    format: createFormatter({ locale: 'en', zone: 'Asia/Shanghai', currency: 'CNY' }),
    fieldOf: (field) => fields.find((one) => one.field === field) ?? { field, type: 'any', unit: '', label: field },
  };
});

it('writes windows, amounts and ratings in their units', () => {
  const personal = { window: 'personal', multiple: 2, minDays: 30, maxDays: 120 };
  expect(clauseText({ field: 'recency.last', operator: 'within', value: { window: 'days', days: 90 } }, context)).toBe(
    'Most recent purchase within the last 90 days',
  );
  expect(clauseText({ field: 'recency.last', operator: 'notWithin', value: personal }, context)).toBe(
    'Most recent purchase not within the last 2 × her own purchase gap (30–120 days)',
  );
  expect(clauseText({ field: 'purchase.net_spend', operator: '>=', value: 500_000 }, context)).toBe(
    'Net spend is at least ¥5,000.00',
  );
  expect(valueText(437, { field: 'review.mean_rating', type: 'number', unit: 'hundredths', label: '' }, context)).toBe(
    '4.37',
  );
});

it('shows what it does not know as it stands, and no value where none is compared', () => {
  expect(clauseText({ field: 'attribute.city', operator: 'null' }, context)).toBe('attribute.city is empty');
  expect(clauseText({ field: 'attribute.city', operator: 'soundsLike', value: 'x' }, context)).toBe(
    'attribute.city soundsLike x',
  );
});

it('tells days of a window from the instant it begins at', () => {
  expect(resolvedText(52, context)).toBe('52 days for her');
  expect(resolvedText(Date.parse('2026-01-01T00:00:00Z'), context)).toBe('Jan 1, 2026');
  expect(resolvedText({}, context)).toBeUndefined();
});

it('writes lists, ranges, days and yes or no as people say them', () => {
  const days = { field: 'recency.last', operator: 'onOrAfter', value: '2026-03-08' };
  expect(clauseText(days, context)).toBe('Most recent purchase on or after Mar 8, 2026');
  const range = { field: 'purchase.net_spend', operator: 'between', value: [100, 20_000] };
  expect(clauseText(range, context)).toBe('Net spend is between ¥1.00 – ¥200.00');
  const named = {
    ...context,
    fieldOf: (field: string) => ({
      field,
      type: field.startsWith('tag') ? 'boolean' : 'text',
      unit: '',
      label: field,
      choices: [{ value: 'silent', label: 'Silent' }],
    }),
  };
  expect(clauseText({ field: 'stage', operator: 'in', value: ['silent'] }, named)).toBe('stage equals Silent');
  expect(clauseText({ field: 'stage', operator: 'in', value: ['silent', 'x'] }, named)).toBe(
    'stage is one of Silent, x',
  );
  expect(clauseText({ field: 'tag.vip', operator: '=', value: true }, named)).toBe('tag.vip');
  expect(clauseText({ field: 'tag.vip', operator: '!=', value: true }, named)).toBe('Without: tag.vip');
});

it('writes groups with what joins them', () => {
  const clause = { field: 'purchase.net_spend', operator: '>', value: 100 };
  const inner = { combinator: 'or', not: true, rules: [clause] } as const;
  expect(conditionText({ combinator: 'and', rules: [clause, inner] }, context)).toBe(
    'all of (Net spend is more than ¥1.00; none of (Net spend is more than ¥1.00))',
  );
});
