import { expect, it } from 'vitest';
import { readSettings, writeSettings } from './settings-document.ts';

const settings = {
  name: { en: 'Membership', zh: '会员计划' },
  purchaseCountsWhen: 'paid',
  metrics: [{ id: 'purchases_90d', name: { en: 'P', zh: '购' }, kind: 'purchases_within', days: 90 }],
  later: { kept: true },
};

it('writes settings as they were read, unknown parts included', () => {
  expect(writeSettings(readSettings({ 'settings.json': settings }))).toEqual(settings);
});

it('reads what is half written without throwing', () => {
  for (const odd of [undefined, null, 1, 'x', [], { metrics: 'no', categoryCycles: [1], types: [{}] }]) {
    expect(readSettings({ 'settings.json': odd })).toMatchObject({ name: { en: '', zh: '' }, metrics: [] });
  }
  const half = { metrics: [{ id: 'a' }, { name: { en: 'no id' } }] };
  expect(readSettings({ 'settings.json': half }).metrics).toEqual([
    { id: 'a', name: { en: '', zh: '' }, days: null, rest: {} },
  ]);
});
