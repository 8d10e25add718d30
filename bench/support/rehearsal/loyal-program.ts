import { createDefaultProgram, type FactValue, type ProgramDocuments } from '@perennial/domain';

const named = (en: string) => ({ name: { en, zh: en } });

/** Points worth a cent each that expire after a year, growth value, ten rules, and three levels. `perMinor` buys a point. */
export function loyalProgram(perMinor: number): ProgramDocuments {
  const rule = (id: string, more: { readonly [key: string]: FactValue }): [string, FactValue] => [
    `earning/${id}.json`,
    { id, ...named(id), on: { kind: 'order' }, wallet: 'points', award: { kind: 'fixed', units: 5 }, ...more },
  ];
  const ofCategory = (value: string): FactValue => ({ field: 'line.category', operator: '=', value });
  const rate = (per: number): FactValue => ({ kind: 'rate', perMinor: per, units: 1, rounding: 'down' });
  const times = (factorHundredths: number): FactValue => ({ kind: 'multiplier', factorHundredths });
  return {
    ...createDefaultProgram(),
    'wallets/points.json': {
      id: 'points',
      ...named('Points'),
      kind: 'points',
      expiry: { kind: 'term', length: { unit: 'years', count: 1 }, roundTo: 'month' },
      value: { units: 100, minor: 100 },
    },
    'wallets/growth.json': { id: 'growth', ...named('Growth'), kind: 'growth' },
    ...Object.fromEntries([
      rule('base', { award: rate(perMinor) }),
      rule('growth', { wallet: 'growth', award: rate(100) }),
      rule('serum', { award: rate(500), lines: ofCategory('Skin/Serum') }),
      rule('soap', { award: rate(1_000), lines: ofCategory('Bath/Soap') }),
      rule('large', { award: { kind: 'fixed', units: 50 }, minimumMinor: 30_000 }),
      rule('first', {
        award: { kind: 'fixed', units: 100 },
        who: { field: 'purchase.count', operator: '=', value: 1 },
      }),
      rule('double', { award: times(200), what: { field: 'order.channel', operator: '=', value: 'mini_program' } }),
      rule('half', { award: times(150), who: { field: 'purchase.count', operator: '>', value: 3 } }),
      rule('visit', {
        on: { kind: 'fact', type: 'store.visited' },
        caps: [{ per: 'member', period: 'month', units: 5 }],
      }),
      rule('sign-in', { on: { kind: 'fact', type: 'member.signed_in' }, award: { kind: 'fixed', units: 1 } }),
    ]),
    'tiers/main.json': {
      id: 'main',
      ...named('Levels'),
      measures: [{ id: 'growth', kind: 'wallet', wallet: 'growth' }],
      period: { kind: 'rolling', days: 365 },
      levels: [
        { id: 'basic', ...named('Basic') },
        {
          id: 'silver',
          ...named('Silver'),
          qualifies: { combinator: 'and', rules: [{ measure: 'growth', atLeast: 500 }] },
        },
        {
          id: 'gold',
          ...named('Gold'),
          qualifies: { combinator: 'and', rules: [{ measure: 'growth', atLeast: 1_500 }] },
        },
      ],
    },
  };
}
