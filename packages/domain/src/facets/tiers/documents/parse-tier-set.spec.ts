import { describe, expect, it } from 'vitest';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import { parseProgram } from '../../../program/compile-program.ts';
import { createDefaultProgram, toDocument } from '../../default-program.ts';
import { facets } from '../../index.ts';
import { levelOf, tierSet } from '../testing/tier-stories.ts';
import { declaredTierSets } from './documents.ts';

const name = { en: 'Name', zh: '名称' };

function problemsIn(documents: ProgramDocuments): readonly string[] {
  const parsed = parseProgram({ ...createDefaultProgram(), ...documents }, facets);
  return parsed.isValid ? [] : parsed.problems.map(({ path, code }) => `${path}: ${code}`);
}

type SetParts = Parameters<typeof tierSet>[0];
const problemsOf = (parts: SetParts): readonly string[] => problemsIn({ 'tiers/main.json': tierSet(parts) });

const basic = levelOf('basic', []);
const top = (more: object): SetParts => ({ levels: [basic, levelOf('top', [], more)] });
const qualifies = (value: unknown): SetParts => top({ qualifies: value });
const benefits = (...list: readonly unknown[]): SetParts => top({ qualifies: { invitation: true }, benefits: list });
const benefit = (more: object = {}) => ({ id: 'ship', kind: 'free_shipping', name, ...more });
const ladder = (levels: number) =>
  Array.from({ length: levels }, (_, n) => levelOf(`l${n}`, n === 0 ? [] : [['spend', n]]));
const rule = { measure: 'spend', atLeast: 1 };
const who = { field: 'stage.main', operator: 'in', value: ['active'] };

describe('a tier set', () => {
  it.each<[string, SetParts]>([
    ['with nothing more than it needs', {}],
    ['without measures, by invitation', { measures: [], ...qualifies({ invitation: true }) }],
    [
      'over rolling days, and steps down by lengths',
      {
        period: { kind: 'rolling', days: 3660 },
        atPeriodEnd: 'step_down_one',
        validFor: { length: { unit: 'months', count: 1 }, roundTo: 'month' },
      },
    ],
    ['over rolling days, and keeps', { period: { kind: 'rolling', days: 1 }, atPeriodEnd: 'keep' }],
    [
      'over years from joining, upgraded at their ends',
      {
        period: { kind: 'anniversary' },
        upgrade: 'period_end',
        validFor: { periods: 10 },
      },
    ],
    ['with twenty levels', { levels: ladder(20) }],
    ['with grace', { grace: { days: 366, roundTo: 'month' } }],
    ['with grace that is not rounded', { grace: { days: 1 } }],
    [
      'whose levels last as long as is said',
      {
        period: { kind: 'ever' },
        validFor: { length: { unit: 'days', count: 1 } },
      },
    ],
    [
      'with all that may be left out said to be null',
      {
        upgrade: null,
        atPeriodEnd: null,
        validFor: null,
        grace: null,
        keepsAfterRefund: null,
        onVersion: null,
      },
    ],
    ['whose level asks for a condition alone', top({ who })],
    [
      'with benefits',
      benefits(
        benefit({ limit: { per: 'month', count: 10_000 } }),
        benefit({ id: 'early', kind: 'early_access', hours: 8_784 }),
      ),
    ],
    ['with colours', top({ qualifies: { combinator: 'or', rules: [rule] }, color: 'x'.repeat(30) })],
  ])('may be one %s', (_name, parts) => {
    expect(problemsOf(parts)).toEqual([]);
  });

  it.each<[string, SetParts, readonly string[]]>([
    ['without an id', { id: null }, ['id: document.not_an_id']],
    ['without a name', { name: 7 }, ['name: document.not_an_object']],
    ['with measures that are no list', { measures: 7, levels: [basic] }, ['measures: document.not_a_list']],
    [
      'with the same measure twice',
      {
        measures: [
          { id: 'spend', kind: 'net_spend' },
          { id: 'spend', kind: 'orders' },
        ],
      },
      ['measures: document.twice'],
    ],
    [
      'with a measure of nothing',
      { measures: [{ id: 'spend', kind: 'love' }] },
      ['measures[0].kind: document.not_a_choice'],
    ],
    ['with a measure that is none', { measures: ['spend'] }, ['measures[0]: document.not_an_object']],
    [
      'with a measure of a wallet that is not named',
      {
        measures: [{ id: 'spend', kind: 'wallet' }],
      },
      ['measures[0].wallet: document.not_an_id'],
    ],
    [
      'with a measure of a wallet that there is not',
      {
        measures: [{ id: 'spend', kind: 'wallet', wallet: 'stars' }],
      },
      ['measures[0].wallet: tier.unknown_wallet'],
    ],
    [
      'with a wallet of no use',
      {
        measures: [{ id: 'spend', kind: 'orders', wallet: 'stars' }],
      },
      ['measures[0].wallet: tier.wallet_of_no_use'],
    ],
    ['with 21 levels', { levels: ladder(21) }, ['levels: document.too_many']],
    ['without levels', { levels: [] }, ['levels: document.empty_list']],
    ['with the same level twice', { levels: [basic, levelOf('basic', [['spend', 1]])] }, ['levels: document.twice']],
    ['with a level that is none', { levels: [basic, 'top'] }, ['levels[1]: document.not_an_object']],
    ['with a level without an id', top({ id: 'Top', who }), ['levels[1].id: document.not_an_id']],
    ['with a level without a name', top({ name: 'Top', who }), ['levels[1].name: document.not_an_object']],
    ['with two levels that ask for nothing', { levels: [basic, levelOf('top', [])] }, ['levels[1]: tier.asks_nothing']],
    ['with a colour of 31 letters', top({ who, color: 'x'.repeat(31) }), ['levels[1].color: document.not_a_text']],
    ['with a condition that is none', top({ who: { field: 'no' } }), ['levels[1].who.field: condition.unknown_field']],
    [
      'that invites whom a condition says',
      top({ qualifies: { invitation: true }, who }),
      ['levels[1].who: tier.invitation_alone'],
    ],
    [
      'that invites and counts',
      qualifies({ invitation: true, rules: [rule] }),
      ['levels[1].qualifies: tier.invitation_alone'],
    ],
    [
      'that does not invite, and says so',
      qualifies({ invitation: false }),
      ['levels[1].qualifies: tier.invitation_alone'],
    ],
    [
      'whose rules are neither all nor one',
      qualifies({ rules: [rule] }),
      ['levels[1].qualifies.combinator: document.not_a_choice'],
    ],
    [
      'with a level of no rules',
      qualifies({ combinator: 'and', rules: [] }),
      ['levels[1].qualifies.rules: document.empty_list'],
    ],
    [
      'with a rule that is none',
      qualifies({ combinator: 'and', rules: [7] }),
      ['levels[1].qualifies.rules[0]: document.not_an_object'],
    ],
    [
      'with a rule of an unknown measure',
      qualifies({ combinator: 'and', rules: [rule, { measure: 'visits', atLeast: 1 }] }),
      ['levels[1].qualifies.rules[1]: tier.unknown_measure'],
    ],
    [
      'with a rule that asks for nothing',
      qualifies({ combinator: 'and', rules: [{ measure: 'spend', atLeast: 0 }] }),
      ['levels[1].qualifies.rules[0].atLeast: document.not_in_range'],
    ],
    ['without a period', { period: 7 }, ['period: document.not_an_object']],
    ['over no period', { period: { kind: 'moon' } }, ['period.kind: document.not_a_choice']],
    ['over rolling days without their number', { period: { kind: 'rolling' } }, ['period.days: document.not_in_range']],
    ['over no rolling days', { period: { kind: 'rolling', days: 0 } }, ['period.days: document.not_in_range']],
    [
      'over rolling days of a unit',
      { period: { kind: 'rolling', days: 9, unit: 'month' } },
      ['period.unit: tier.not_of_this_period'],
    ],
    [
      'over calendar periods of days',
      { period: { kind: 'calendar', unit: 'month', days: 9 } },
      ['period.days: tier.not_of_this_period'],
    ],
    ['over calendar periods of no unit', { period: { kind: 'calendar' } }, ['period.unit: document.not_a_choice']],
    ['over all time by months', { period: { kind: 'ever', unit: 'month' } }, ['period.unit: tier.not_of_this_period']],
    ['upgraded never', { upgrade: 'never' }, ['upgrade: document.not_a_choice']],
    ['that ends otherwise', { atPeriodEnd: 'explode' }, ['atPeriodEnd: document.not_a_choice']],
    ['that takes another version otherwise', { onVersion: 'ignore' }, ['onVersion: document.not_a_choice']],
    ['that keeps perhaps', { keepsAfterRefund: 1 }, ['keepsAfterRefund: document.not_a_truth_value']],
    [
      'upgraded at an end that there is not',
      { period: { kind: 'ever' }, upgrade: 'period_end' },
      ['upgrade: tier.no_period_end'],
    ],
    [
      'that lasts periods without ends',
      { period: { kind: 'ever' }, validFor: { periods: 1 } },
      ['validFor: tier.no_period_end'],
    ],
    [
      'that steps down at no time',
      { period: { kind: 'rolling', days: 9 }, atPeriodEnd: 'step_down_one' },
      ['validFor: tier.steps_without_length'],
    ],
    ['that lasts as long as nothing', { validFor: {} }, ['validFor: tier.one_validity']],
    [
      'that lasts twice',
      { validFor: { periods: 1, length: { unit: 'days', count: 1 } } },
      ['validFor: tier.one_validity'],
    ],
    ['that rounds periods', { validFor: { periods: 1, roundTo: 'month' } }, ['validFor.roundTo: tier.periods_rounded']],
    ['that lasts no periods', { validFor: { periods: 0 } }, ['validFor.periods: document.not_in_range']],
    [
      'that lasts a length of nothing',
      { validFor: { length: { unit: 'days', count: 0 } } },
      ['validFor.length.count: document.not_in_range'],
    ],
    [
      'that rounds to a week',
      { validFor: { length: { unit: 'days', count: 1 }, roundTo: 'week' } },
      ['validFor.roundTo: document.not_a_choice'],
    ],
    ['whose validity is none', { validFor: 7 }, ['validFor: document.not_an_object']],
    ['with a grace of 367 days', { grace: { days: 367 } }, ['grace.days: document.not_in_range']],
    [
      'with a grace to the end of a year',
      { grace: { days: 1, roundTo: 'year' } },
      ['grace.roundTo: document.not_a_choice'],
    ],
    ['whose grace is none', { grace: 7 }, ['grace: document.not_an_object']],
    ['with the same benefit twice', benefits(benefit(), benefit()), ['levels[1].benefits: document.twice']],
    ['with a benefit that is none', benefits(7), ['levels[1].benefits[0]: document.not_an_object']],
    ['with a benefit without an id', benefits(benefit({ id: '' })), ['levels[1].benefits[0].id: document.not_an_id']],
    [
      'with a benefit of no kind',
      benefits(benefit({ kind: 'love' })),
      ['levels[1].benefits[0].kind: document.not_a_choice'],
    ],
    [
      'with a benefit without a name',
      benefits(benefit({ name: 7 })),
      ['levels[1].benefits[0].name: document.not_an_object'],
    ],
    [
      'with a limit that is none',
      benefits(benefit({ limit: 7 })),
      ['levels[1].benefits[0].limit: document.not_an_object'],
    ],
    [
      'with a limit of no period',
      benefits(benefit({ limit: { count: 1 } })),
      ['levels[1].benefits[0].limit.per: document.not_a_choice'],
    ],
    [
      'with a limit of nothing',
      benefits(benefit({ limit: { per: 'year', count: 0 } })),
      ['levels[1].benefits[0].limit.count: document.not_in_range'],
    ],
    [
      'with hours of free shipping',
      benefits(benefit({ hours: 1 })),
      ['levels[1].benefits[0].hours: tier.hours_of_early_access'],
    ],
    [
      'with early access without hours',
      benefits(benefit({ kind: 'early_access' })),
      ['levels[1].benefits[0].hours: tier.hours_of_early_access'],
    ],
    [
      'with early access of no hours',
      benefits(benefit({ kind: 'early_access', hours: 0 })),
      ['levels[1].benefits[0].hours: document.not_in_range'],
    ],
    ['with a key that there is not', { colour: 'red' } as SetParts, ['colour: document.unknown_key']],
  ])('may not be one %s', (_name, parts, problems) => {
    expect(problemsOf(parts)).toEqual(problems);
  });

  it('stands under the name of its id', () => {
    expect(problemsIn({ 'tiers/other.json': tierSet() })).toEqual(['id: tier.wrong_path']);
  });

  it('is one of eight at most', () => {
    const sets = (count: number): ProgramDocuments =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`tiers/s${n}.json`, tierSet({ id: `s${n}` })]));
    expect(problemsIn(sets(8))).toEqual([]);
    expect(problemsIn(sets(9))).toEqual([': program.too_many_tier_sets']);
  });
});

describe('the tier sets that documents declare', () => {
  it('have their names, or their ids where they are not sound', () => {
    const declared = declaredTierSets({
      'tiers/a.json': toDocument({ name }),
      'tiers/b.json': toDocument({ name: { en: 7, zh: [] } }),
      'tiers/c.json': toDocument({ name: 'C' }),
      'tiers/d.json': 'nothing',
    });
    expect(declared).toEqual([{ id: 'a', name }, ...['b', 'c', 'd'].map((id) => ({ id, name: { en: id, zh: id } }))]);
  });
});
