import { describe, expect, it } from 'vitest';
import { problemsOf } from '../testing/earning-program.ts';
import type { EarningParts, Parts } from '../testing/earning-program.ts';

const fixed: Parts = { award: { kind: 'fixed', units: 5 } };
const doubling = (of?: readonly string[]): Parts => ({
  award: { kind: 'multiplier', factorHundredths: 200, ...(of === undefined ? {} : { of }) },
});
const onFact: Parts = { on: { kind: 'fact', type: 'review.posted' }, ...fixed };
const yearly: Parts = { on: { kind: 'yearly', date: 'birthday' }, ...fixed };
const one = (rule: Parts): EarningParts => ({ rules: { rule } });

describe('earning rules', () => {
  it.each<[string, EarningParts]>([
    ['none', { rules: {} }],
    ['a rate', one({})],
    ['growth that is earned', { rules: { rule: { wallet: 'growth' } }, wallets: { growth: { kind: 'growth' } } }],
    ['a multiplier of all', { rules: { base: {}, double: doubling() } }],
    [
      'a condition over a property of an event',
      one({ ...onFact, what: { field: 'fact.payload.rating', operator: '>=', value: 4 } }),
    ],
    ['a day of the month', one({ on: { kind: 'monthly', day: 31 }, ...fixed })],
    [
      'a part of stored value',
      { rules: { rule: { wallet: 'value', lotClass: 'bonus' } }, wallets: { value: { kind: 'stored_value' } } },
    ],
  ])('may be %s', (_name, parts) => {
    expect(problemsOf(parts)).toEqual([]);
  });

  it.each<[string, EarningParts, string]>([
    ['of a wallet that there is not', one({ wallet: 'stars' }), 'wallet: earning.unknown_wallet'],
    ['at no rate', one({ award: { kind: 'rate', perMinor: 0, units: 1 } }), 'award.perMinor: document.not_in_range'],
    ['of half a unit', one({ award: { kind: 'fixed', units: 1.5 } }), 'award.units: document.not_an_integer'],
    [
      'with a key of another kind',
      one({ award: { kind: 'fixed', units: 1, perMinor: 5 } }),
      'award.perMinor: earning.not_of_this_kind',
    ],
    ['that multiply themselves', one(doubling(['rule'])), 'award.of: earning.circular'],
    [
      'that multiply each other',
      { rules: { rule: doubling(['other']), other: doubling(['rule']) } },
      'award.of[0]: earning.circular',
    ],
    ['that multiply nobody', one(doubling(['nobody'])), 'award.of[0]: earning.unknown_rule'],
    [
      'that multiply what another event earns',
      { rules: { rule: doubling(['review']), review: onFact } },
      'award.of[0]: earning.multiplies_another',
    ],
    [
      'by the amount of what has none',
      one({ on: { kind: 'fact', type: 'review.posted' } }),
      'award: earning.rate_without_order',
    ],
    [
      'over a fact of an order',
      one({ on: { kind: 'fact', type: 'order.paid' }, ...fixed }),
      'on.type: earning.order_as_fact',
    ],
    ['over balances', one({ on: { kind: 'derived', type: 'wallet.changed' }, ...fixed }), 'on.type: earning.circular'],
    ['over what is no type', one({ on: { kind: 'fact', type: 'Review' }, ...fixed }), 'on.type: earning.not_a_type'],
    [
      'with lines of what has none',
      one({ ...onFact, lines: { field: 'line.amount', operator: '>', value: 1 } }),
      'lines: earning.not_of_this_kind',
    ],
    [
      'that ask an order for a fact',
      one({ what: { field: 'fact.store', operator: '=', value: 's' } }),
      'what.field: condition.unknown_field',
    ],
    [
      'that ask a fact for an order',
      one({ ...onFact, what: { field: 'order.store', operator: '=', value: 's' } }),
      'what.field: condition.unknown_field',
    ],
    [
      'that ask a member for an order',
      one({ who: { field: 'order.store', operator: '=', value: 's' } }),
      'who.field: condition.unknown_field',
    ],
    [
      'that wait for an order without one',
      one({ ...onFact, pending: { until: 'event', type: 'order.paid' } }),
      'pending: earning.event_without_order',
    ],
    ['with a budget and no cost', one({ budgetMinor: 100 }), 'budgetMinor: earning.budget_without_cost'],
    [
      'with a shared limit that ends',
      one({ caps: [{ per: 'rule', period: 'day', units: 5 }] }),
      'caps[0].period: earning.shared_cap_ends',
    ],
    [
      'with a limit twice',
      one({ caps: [1, 2].map((units) => ({ per: 'member', period: 'day', units })) }),
      'caps[1]: document.twice',
    ],
    ['that compare without others', one({ mode: 'best' }), 'mode: earning.mode_without_group'],
    [
      'with an expiry that slides',
      one({ expiry: { kind: 'sliding', length: { unit: 'days', count: 3 } } }),
      'expiry: wallet.sliding_for_some',
    ],
    [
      'with a calendar that there is not',
      one({ schedule: { holidays: { calendar: 'cn' } } }),
      'schedule.holidays.calendar: schedule.unknown_calendar',
    ],
    [
      'of days with a condition over them',
      one({ ...yearly, what: { field: 'fact.store', operator: '=', value: 's' } }),
      'what: earning.not_of_this_kind',
    ],
    ['of days that multiply', one({ ...yearly, ...doubling() }), 'award: earning.days_earn_fixed'],
    ['of part of points', one({ lotClass: 'principal' }), 'lotClass: earning.class_without_value'],
    ['with a key that there is not', one({ units: 3 }), 'units: document.unknown_key'],
  ])('may not be %s', (_name, parts, problem) => {
    expect(problemsOf(parts)).toContain(`earning/rule.json ${problem}`);
  });

  it.each<[string, Parts, readonly string[]]>([
    ['on nothing', { on: 7 }, ['on: document.not_an_object']],
    ['on no kind', { on: { kind: 'love' } }, ['on.kind: document.not_a_choice']],
    ['on a fact of no type', { ...onFact, on: { kind: 'fact' } }, ['on.type: document.not_a_text']],
    ['on no day of the month', { ...fixed, on: { kind: 'monthly', day: 0 } }, ['on.day: document.not_in_range']],
    ['on the 32nd', { ...fixed, on: { kind: 'monthly', day: 32 } }, ['on.day: document.not_in_range']],
    [
      'on no date of the year',
      { ...fixed, on: { kind: 'yearly', date: 'easter' } },
      ['on.date: document.not_a_choice'],
    ],
    [
      'on an anniversary of an attribute',
      { ...fixed, on: { kind: 'yearly', date: 'anniversary', attribute: 'birthday' } },
      ['on.attribute: earning.not_of_this_kind'],
    ],
    ['of an award that is none', { award: 7 }, ['award: document.not_an_object']],
    ['of an award of no kind', { award: { kind: 'love' } }, ['award.kind: document.not_a_choice']],
    ['of no units', { award: { kind: 'fixed', units: 0 } }, ['award.units: document.not_in_range']],
    ['that multiply none of the others', doubling([]), ['award.of: document.empty_list']],
    ['that wait for what is nothing', { pending: 7 }, ['pending: document.not_an_object']],
    ['that wait for nothing', { pending: { until: 'love' } }, ['pending.until: document.not_a_choice']],
    ['that wait no days', { pending: { until: 'days', days: 0 } }, ['pending.days: document.not_in_range']],
    ['with a limit that is none', { caps: [7] }, ['caps[0]: document.not_an_object']],
    [
      'with a limit of nothing',
      { caps: [{ per: 'member', period: 'day', units: 0 }] },
      ['caps[0].units: document.not_in_range'],
    ],
    ['with a cost that is none', { cost: 7 }, ['cost: document.not_an_object']],
    ['with an expiry that is none', { expiry: 7 }, ['expiry: document.not_an_object']],
    ['within a time that is none', { schedule: 7 }, ['schedule: document.not_an_object']],
  ])('may not be %s, and nothing else is told', (_name, rule, problems) => {
    expect(problemsOf(one(rule))).toEqual(problems.map((problem) => `earning/rule.json ${problem}`));
  });

  const group = (rest: Parts): Parts => ({ group: 'g', mode: 'best', ...rest });

  it.each<[string, readonly [Parts, Parts], string]>([
    ['two modes', [group({}), group({ mode: 'exclude' })], 'mode: earning.group_of_two_modes'],
    ['two events', [group(fixed), group(onFact)], 'group: earning.group_of_two_events'],
    ['multipliers and others', [group({}), group(doubling())], 'group: earning.group_of_two_kinds'],
    ['two wallets', [group({}), group({ wallet: 'growth' })], 'group: earning.group_of_two_wallets'],
  ])('of one group may not have %s', (_name, [a, b], problem) => {
    const wallets = { growth: { kind: 'growth' } };
    expect(problemsOf({ rules: { a, b }, wallets })).toContain(`earning/b.json ${problem}`);
  });

  it('are told all problems at once', () => {
    expect(problemsOf({ rules: { a: { wallet: 'x' }, b: { wallet: 'y', priority: 0.5 } } })).toEqual([
      'earning/a.json wallet: earning.unknown_wallet',
      'earning/b.json priority: document.not_an_integer',
    ]);
  });

  it('are at most sixty', () => {
    const rules = Object.fromEntries(Array.from({ length: 61 }, (_, n) => [`r${n}`, {}]));
    expect(problemsOf({ rules })).toContain('earning/ : program.too_many_rules');
  });

  it('may slide with their wallet only', () => {
    const wallets = { points: { expiry: { kind: 'sliding', length: { unit: 'days', count: 9 } } } };
    const expiry = { kind: 'term', length: { unit: 'days', count: 3 } };
    expect(problemsOf({ rules: { rule: { expiry } }, wallets })).toEqual([
      'earning/rule.json expiry: earning.expires_together',
    ]);
  });
});
