import { createDefaultProgram, type ProgramDocuments } from '@perennial/domain';

const name = { en: 'Bench', zh: '测试' };
const perYuan = { kind: 'rate', perMinor: 100, units: 1, rounding: 'down' } as const;

function rule(id: string, rest: object): [string, object] {
  return [`earning/${id}.json`, { id, name, on: { kind: 'order' }, wallet: 'points', award: perYuan, ...rest }];
}

const skin = { field: 'line.category', operator: 'contains', value: 'Skin' };
const gold = { field: 'tier.member.rank', operator: '>=', value: 3 };

/** Ten rules on orders, of which five or so pay on one. */
const rules = [
  rule('base', {}),
  rule('growth', { wallet: 'growth' }),
  rule('skin', { lines: skin, award: { ...perYuan, perMinor: 200 } }),
  rule('web', { what: { field: 'order.channel', operator: '=', value: 'web' }, award: { kind: 'fixed', units: 5 } }),
  rule('large', { minimumMinor: 30_000, award: { kind: 'fixed', units: 50 } }),
  rule('gold', { who: gold, award: { kind: 'multiplier', factorHundredths: 150, of: ['base'] } }),
  rule('store', {
    what: { field: 'order.channel', operator: '=', value: 'shop' },
    award: { kind: 'fixed', units: 10 },
  }),
  rule('first', {
    who: { field: 'purchase.count', operator: '=', value: 1 },
    award: { kind: 'fixed', units: 100 },
  }),
  rule('often', {
    who: { field: 'metric.purchases_90d', operator: '>=', value: 5 },
    award: { kind: 'fixed', units: 20 },
    caps: [{ per: 'member', period: 'month', units: 60 }],
  }),
  rule('many', { what: { field: 'order.items', operator: '>=', value: 3 }, award: { kind: 'fixed', units: 15 } }),
];

function level(id: string, atLeast: number): object {
  const qualifies = { combinator: 'and', rules: [{ measure: 'growth', atLeast }] };
  return { id, name, benefits: [], ...(atLeast === 0 ? {} : { qualifies }) };
}

const tiers = {
  id: 'member',
  name,
  measures: [{ id: 'growth', kind: 'wallet', wallet: 'growth' }],
  period: { kind: 'rolling', days: 365 },
  upgrade: 'at_once',
  levels: [0, 500, 2_000, 5_000, 10_000, 20_000].map((atLeast, n) => level(`v${n}`, atLeast)),
};

/** Points that expire after a year, growth value, ten rules on orders, and six levels by growth value. */
export function createWalletsProgram(): ProgramDocuments {
  const expiry = { kind: 'term', length: { unit: 'months', count: 12 }, roundTo: 'month' };
  const documents = {
    ...createDefaultProgram(),
    'wallets/points.json': { id: 'points', name, kind: 'points', expiry, value: { units: 100, minor: 100 } },
    'wallets/growth.json': { id: 'growth', name, kind: 'growth' },
    ...Object.fromEntries(rules),
    'tiers/member.json': tiers,
  };
  return JSON.parse(JSON.stringify(documents)) as ProgramDocuments;
}
