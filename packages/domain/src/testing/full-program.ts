import { createDefaultProgram, toDocument } from '../facets/default-program.ts';
import { aiplStages, fiveStages } from '../facets/lifecycle/stages/presets.ts';
import type { FactValue } from '../kernel/base/payload.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';

const name = { en: 'Name', zh: '名称' };

/** Conditions with every kind of window, operator and value that a lifecycle can hold. */
const conditions: readonly FactValue[] = [
  { field: 'purchase.count', operator: '=', value: 0 },
  {
    combinator: 'or',
    not: true,
    id: 'g-1',
    rules: [
      { field: 'recency.last', operator: 'notWithin', value: { window: 'cycle', multiple: 2, fallbackDays: 40 } },
      { field: 'registration.at', operator: 'before', value: '2026-03-08', valueSource: 'value', id: 'r-1' },
      { field: 'metric.purchases_90d', operator: 'between', value: [1, 16] },
      { field: 'purchase.first', operator: 'null' },
      {
        combinator: 'and',
        rules: [
          { field: 'sign_in.last', operator: 'within', value: { window: 'days', days: 2 } },
          { field: 'purchase.last', operator: 'within', value: { window: 'days', days: 0.5 } },
        ],
      },
    ],
  },
  {
    field: 'recency.last',
    operator: 'within',
    value: { window: 'personal', multiple: 3, minDays: 60, maxDays: 365 },
  },
];

const everyCondition: FactValue = {
  id: 'every',
  name,
  recencyOf: 'sign_in',
  stages: [
    ...conditions.map((condition, index) => ({ id: `s${index}`, name, role: 'alive', order: index, condition })),
    { id: 'rest', name, role: 'lost', color: 'grey', condition: null },
  ],
};

const everyExpiry = { kind: 'term', length: { unit: 'months', count: 12 }, roundTo: 'quarter' } as const;

/** Wallets with all that may be said of one. */
export const everyWallet = {
  id: 'points',
  name,
  kind: 'points',
  decimals: 0,
  expiry: { kind: 'dates', dates: ['02-29', '12-31'], daysMin: 90 },
  expiryFor: [{ who: { field: 'purchase.count', operator: '>=', value: 10 }, expiry: everyExpiry }],
  spendOrder: ['expiry', 'priority', 'newest'],
  shortfall: { kind: 'debt', unitsMax: 5_000 },
  balanceMax: 1_000_000,
  transfer: { unitsMin: 10, unitsMax: 500, unitsADayMax: 1_000 },
  secondPersonAbove: 10_000,
  holdMinutesMax: 30,
  value: { units: 100, minor: 100 },
} as const;

export const everyCalendar = {
  id: 'cn',
  name,
  publishedUntil: '2026-12-31',
  holidays: [{ id: 'spring', name, from: '2026-02-15', to: '2026-02-23', workdays: ['2026-02-14', '2026-02-28'] }],
} as const;

/** A rule with all that may be said of one over orders. */
export const everyRule = {
  id: 'every',
  name,
  on: { kind: 'order' },
  wallet: 'points',
  award: { kind: 'rate', perMinor: 1_000, units: 1, rounding: 'nearest' },
  who: { field: 'purchase.count', operator: '>=', value: 1 },
  what: { field: 'order.channel', operator: 'in', value: ['web', 'shop'] },
  lines: { combinator: 'or', rules: [{ field: 'line.category', operator: 'contains', value: 'Skin' }] },
  minimumMinor: 10_000,
  excludes: ['gift_card', 'points'],
  schedule: {
    from: '2026-11-01',
    until: '2026-11-30T10:00',
    weekdays: [6, 7],
    hours: { from: '22:00', to: '02:00' },
    monthDays: [28, 31],
    months: [11],
    holidays: { calendar: 'cn', ids: ['spring'] },
  },
  group: 'g',
  mode: 'best',
  priority: 5,
  pending: { until: 'event', type: 'order.paid', cancelAfterDays: 30 },
  expiry: everyExpiry,
  lotPriority: -1,
  scope: { stores: ['s1'], channels: ['web'], categories: ['Skin'] },
  cost: { units: 100, minor: 90 },
  caps: [
    { per: 'member', period: 'month', units: 500 },
    { per: 'rule', period: 'ever', units: 100_000 },
  ],
  budgetMinor: 80_000,
  countsBackfill: true,
  keeps: true,
} as const;

/** Rules of every other kind. */
export const otherRules = {
  'earning/double.json': {
    id: 'double',
    name,
    on: { kind: 'order' },
    wallet: 'points',
    award: { kind: 'multiplier', factorHundredths: 200, of: ['every'], rounding: 'down' },
  },
  'earning/review.json': {
    id: 'review',
    name,
    on: { kind: 'fact', type: 'review.posted' },
    wallet: 'points',
    award: { kind: 'fixed', units: 10 },
    what: { field: 'fact.payload.rating', operator: '>=', value: 4 },
    pending: { until: 'days', days: 7 },
    caps: [{ per: 'wallet', period: 'day', units: 50 }],
  },
  'earning/back.json': {
    id: 'back',
    name,
    on: { kind: 'derived', type: 'stage.changed' },
    wallet: 'points',
    award: { kind: 'fixed', units: 100 },
    pending: { until: 'hand', cancelAfterDays: 30 },
  },
  'earning/birthday.json': {
    id: 'birthday',
    name,
    on: { kind: 'yearly', date: 'lunar_birthday', attribute: 'birthday' },
    wallet: 'points',
    award: { kind: 'fixed', units: 100 },
  },
  'earning/monthly.json': {
    id: 'monthly',
    name,
    on: { kind: 'monthly', day: 31, rollOverMax: 5 },
    wallet: 'points',
    award: { kind: 'fixed', units: 10 },
  },
} as const;

export const everyTierSet = {
  id: 'main',
  name,
  measures: [
    { id: 'spend', kind: 'net_spend' },
    { id: 'orders', kind: 'orders', wallet: null },
    { id: 'months', kind: 'months_active' },
    { id: 'growth', kind: 'wallet', wallet: 'points' },
  ],
  levels: [
    { id: 'basic', name },
    {
      id: 'gold',
      name,
      color: 'gold',
      qualifies: {
        combinator: 'or',
        rules: [
          { measure: 'spend', atLeast: 100_000 },
          { measure: 'growth', atLeast: 1_000 },
        ],
      },
      who: { field: 'purchase.count', operator: '>=', value: 1 },
      benefits: [
        { id: 'shipping', kind: 'free_shipping', name, limit: { per: 'month', count: 2 } },
        { id: 'early', kind: 'early_access', name, limit: null, hours: 24 },
      ],
    },
    {
      id: 'black',
      name,
      qualifies: { invitation: true },
      benefits: [{ id: 'butler', kind: 'service', name, limit: { per: 'level', count: 1 } }],
    },
  ],
  period: { kind: 'calendar', unit: 'half_year' },
  upgrade: 'at_once',
  atPeriodEnd: 'step_down_one',
  validFor: { length: { unit: 'months', count: 12 }, roundTo: 'month' },
  grace: { days: 30, roundTo: 'month' },
  keepsAfterRefund: false,
  onVersion: 'keep',
} as const;

/** A program that has a document of every kind, and in it whatever may stand there. */
export function createFullProgram(): ProgramDocuments {
  return {
    ...createDefaultProgram(),
    'lifecycles/growth.json': toDocument({ ...fiveStages, id: 'growth' }),
    'lifecycles/aipl.json': toDocument({ ...aiplStages, id: 'aipl' }),
    'lifecycles/every.json': everyCondition,
    'wallets/points.json': everyWallet,
    'wallets/growth.json': {
      id: 'growth',
      name,
      kind: 'growth',
      expiry: { kind: 'sliding', length: { unit: 'years', count: 2 }, roundTo: 'none' },
    },
    'calendars/cn.json': everyCalendar,
    'earning/every.json': everyRule,
    ...otherRules,
    'tiers/main.json': everyTierSet,
    'tiers/club.json': {
      id: 'club',
      name,
      measures: [{ id: 'spend', kind: 'net_spend' }],
      levels: [{ id: 'member', name, qualifies: { combinator: 'and', rules: [{ measure: 'spend', atLeast: 1 }] } }],
      period: { kind: 'rolling', days: 365 },
      validFor: null,
    },
    'statistics.json': { brandGapDays: 45, categoryCycles: [{ category: 'skincare/serum', days: 60 }] },
    'number-spaces.json': { spaces: [{ id: 'retail', sources: ['shop', 'till'] }] },
    'sources.json': { sources: [{ id: 'pos.london', phoneCountry: 'GB' }] },
    'properties.json': {
      attributes: [{ name: 'level', personal: false }],
      properties: [{ type: 'gift.chosen', path: 'box.colour', personal: false }],
    },
    'identities.json': {
      types: [
        {
          type: 'external_id:*',
          strength: 'weak',
          priority: 10,
          perMemberMax: 2,
          normaliser: 'lower',
          blockedValues: ['0', '0'],
        },
      ],
    },
  };
}
