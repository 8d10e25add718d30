import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { createFormatter } from '../format/format.ts';
import { common } from '../i18n/en/common.ts';
import { condition } from '../i18n/en/condition.ts';
import { common as commonInChinese } from '../i18n/zh/common.ts';
import { condition as conditionInChinese } from '../i18n/zh/condition.ts';
import type { TextContext } from './condition-text.ts';
import { turnedText } from './turned-text.ts';
import type { TurnedRule } from './turned-text.ts';

const words = {
  en: { translation: { ...common, condition } },
  zh: { translation: { ...commonInChinese, condition: conditionInChinese } },
};

async function contextIn(language: keyof typeof words): Promise<TextContext> {
  const instance = i18next.createInstance();
  await instance.init({ lng: language, resources: words, interpolation: { escapeValue: false } });
  return {
    t: instance.t,
    format: createFormatter({ locale: language === 'zh' ? 'zh-CN' : 'en', zone: 'Asia/Shanghai', currency: 'CNY' }),
    fieldOf: (field) => ({ field, type: field.startsWith('metric') ? 'number' : 'instant', unit: '', label: field }),
  };
}

const over = (field: string, parts: Partial<TurnedRule> = {}): TurnedRule => ({
  field,
  operator: 'within',
  value: { window: 'days', days: 90 },
  resolved: 90,
  actual: '2026-04-03T00:00:00Z',
  isTrue: false,
  ...parts,
});
const personal = { window: 'personal', multiple: 3, minDays: 60, maxDays: 365 };

describe('what time did', () => {
  it('is so many days without what was awaited, or since what was first', async () => {
    const context = await contextIn('en');
    expect(turnedText(over('purchase.last'), context)).toBe('90 days without a purchase');
    expect(turnedText(over('purchase.last', { operator: 'notWithin', isTrue: true }), context)).toBe(
      '90 days without a purchase',
    );
    expect(turnedText(over('purchase.first', { resolved: 30 }), context)).toBe('30 days since the first purchase');
    expect(turnedText(over('registration.at'), context)).toBe('90 days since the registration');
    expect(turnedText(over('unknown.at'), context)).toBe('90 days since “unknown.at”');
    expect(turnedText(over('purchase.last', { value: personal, resolved: 60.5 }), context)).toBe(
      '60.5 days without a purchase: 3 × her own purchase gap (60–365 days)',
    );
  });

  it('is a count that fell below what was asked, or came into it', async () => {
    const context = await contextIn('en');
    const count = { operator: '>=', value: 3, resolved: 3, actual: 2 };
    expect(turnedText(over('metric.year', count), context)).toBe('no longer “metric.year is at least 3”, now 2');
    expect(turnedText(over('metric.year', { ...count, operator: '<', isTrue: true }), context)).toBe(
      'now “metric.year is less than 3”',
    );
  });

  it('is said in Chinese as well', async () => {
    const context = await contextIn('zh');
    expect(turnedText(over('purchase.last'), context)).toBe('90 天没有购买');
    expect(turnedText(over('purchase.first', { resolved: 30 }), context)).toBe('距首次购买已满 30 天');
  });
});
