import { expect, it } from 'vitest';
import {
  readPolicies,
  readSettings,
  readStatistics,
  writePolicies,
  writeSettings,
  writeStatistics,
} from './program-documents.ts';

const settings = {
  name: { en: 'Membership', zh: '会员计划' },
  purchaseCountsWhen: 'paid',
  metrics: [{ id: 'purchases_90d', name: { en: 'P', zh: '购' }, kind: 'purchases_within', days: 90 }],
  later: { kept: true },
};
const statistics = { brandGapDays: 45, categoryCycles: [{ category: 'skincare/serum', days: 60 }], later: 1 };
const policy = {
  type: 'phone',
  strength: 'strong',
  priority: 10,
  perMemberMax: 2,
  normaliser: 'phone',
  blockedValues: ['+8613800000000'],
};

it('writes documents as they were read, unknown parts included', () => {
  expect(writeSettings(readSettings({ 'settings.json': settings }))).toEqual(settings);
  expect(writeStatistics(readStatistics({ 'statistics.json': statistics }))).toEqual(statistics);
  expect(writePolicies(readPolicies({ 'identities.json': { types: [policy] } }))).toEqual({ types: [policy] });
});

it('leaves out the identities document when the program has no policy of its own', () => {
  expect(readPolicies({})).toEqual([]);
  expect(writePolicies([])).toBeUndefined();
});

it('reads what is half written without throwing', () => {
  for (const odd of [undefined, null, 1, 'x', [], { metrics: 'no', categoryCycles: [1], types: [{}] }]) {
    const documents = { 'settings.json': odd, 'statistics.json': odd, 'identities.json': odd };
    expect(readSettings(documents)).toMatchObject({ name: { en: '', zh: '' }, metrics: [] });
    expect(readStatistics(documents)).toMatchObject({ brandGapDays: null, categoryCycles: [] });
    expect(readPolicies(documents)).toEqual([]);
  }
  const half = { metrics: [{ id: 'a' }, { name: { en: 'no id' } }] };
  expect(readSettings({ 'settings.json': half }).metrics).toEqual([
    { id: 'a', name: { en: '', zh: '' }, days: null, rest: {} },
  ]);
});
