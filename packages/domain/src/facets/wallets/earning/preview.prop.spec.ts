import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyStep } from '../../../fold/apply-step.ts';
import type { FoldContext } from '../../../kernel/program.ts';
import { daysLater, inOrder } from '../../../testing/given.ts';
import { foldStored, loadWhole, rowsOf } from '../../../testing/stored-member.ts';
import type { StoredMember } from '../../../testing/stored-member.ts';
import { lotRows } from '../ledger/rows.ts';
import { awardRows } from './awards/award-rows.ts';
import { createEarnPreview } from './preview.ts';
import type { EarnBasket, EarnForecast } from './preview.ts';
import { earn, earningContext, orderOf, pointsOf } from './testing/earning-program.ts';
import type { EarningParts } from './testing/earning-program.ts';
import { boughtOrder, manyRules, placed } from './testing/earning-histories.ts';
import type { BoughtOrder } from './testing/earning-histories.ts';

function basketOf({ lines, amountMinor, giftCardMinor }: BoughtOrder): EarnBasket {
  const tenders = giftCardMinor === 0 ? [] : [{ tender: 'gift_card', amountMinor: giftCardMinor }];
  return { amountMinor, lines: lines.map((line) => ({ ...line })), tenders, channel: 'web', storeId: '' };
}

function forecastOf(stored: StoredMember, basket: EarnBasket, use: { at: number; context: FoldContext }): EarnForecast {
  const member = loadWhole(stored);
  const preview = createEarnPreview(member, basket, use);
  expect(applyStep(member, preview.step, { context: preview.context })).toBeNull();
  return preview.forecast();
}

function unitsByRule(rules: readonly { readonly rule: string; readonly granted: number }[]) {
  return new Map(rules.map(({ rule, granted }) => [rule, granted]));
}

describe('a forecast', () => {
  it.each(['placed', 'paid'] as const)('is what the order then earns, where orders count when %s', (counts) => {
    const context = earningContext({ ...manyRules, counts });
    const type = counts === 'paid' ? 'order.paid' : 'order.placed';
    fc.assert(
      fc.property(fc.array(boughtOrder('x'), { maxLength: 3 }), boughtOrder('next'), (before, next) => {
        const facts = before.map((order, index) => placed({ ...order, orderId: `o${index}`, day: index + 1 }, type));
        const stored = earn(facts, context);
        const at = daysLater(5);
        const forecast = forecastOf(stored, basketOf(next), { at, context });
        const step = { ...placed({ ...next, day: 5 }, type), position: stored.position + 1, recordedAt: at };
        foldStored(stored, [step], { context });
        const earned = rowsOf(stored, awardRows).filter(({ orderId }) => orderId === 'next');
        const forecasted = forecast.rules.filter(({ granted }) => granted > 0);
        expect(unitsByRule(forecasted)).toEqual(unitsByRule(earned.filter(({ granted }) => granted > 0)));
      }),
      { numRuns: 200 },
    );
  });

  it('says of what it forecasts when it begins and expires, as the lots then do', () => {
    const length = { unit: 'months', count: 3 };
    const context = earningContext({
      rules: {
        now: {},
        week: { pending: { until: 'days', days: 7 } },
        term: { expiry: { kind: 'term', length, roundTo: 'month' } },
        paid: { pending: { until: 'event', type: 'order.fulfilled', cancelAfterDays: 5 } },
        none: { minimumMinor: 1_000_000 },
      },
    });
    const at = daysLater(2);
    const { rules } = forecastOf(earn(inOrder([]), context), basket(9_000), { at, context });
    const stored = earn([orderOf('o', [], { at, more: { amountMinor: 9_000 } })], context);
    const lots = new Map(rowsOf(stored, lotRows).map((lot) => [lot.rule, lot]));
    expect(lots.size).toBe(4);
    for (const { rule, lot } of rules) {
      const real = lots.get(rule);
      if (real === undefined) expect(lot).toBeNull();
      else {
        const { waitsFor, startsAt, cancelsAt, expiresAt } = real;
        const isKnown = waitsFor === '' || waitsFor === 'time';
        const said = { waitsFor, startsAt: isKnown ? startsAt : null, cancelsAt, expiresAt, isPutOff: false };
        expect(lot).toEqual(said);
      }
    }
  });

  it('leaves nothing behind', () => {
    const context = earningContext({ rules: { base: {} } });
    const stored = earn([orderOf('o', [], { at: daysLater(1), more: { amountMinor: 5_000 } })], context);
    forecastOf(stored, basket(9_000), { at: daysLater(2), context });
    expect(pointsOf(stored)).toBe(5);
  });
});

function basket(amountMinor: number, rest: Partial<EarnBasket> = {}): EarnBasket {
  return { amountMinor, lines: [], tenders: [], channel: 'web', storeId: '', ...rest };
}

describe('a forecast says why not more', () => {
  const at = daysLater(2);
  function outcomesOf(parts: EarningParts, of: EarnBasket = basket(10_000)) {
    const context = earningContext(parts);
    const stored = earn(inOrder([]), context);
    const { rules } = forecastOf(stored, of, { at, context });
    return Object.fromEntries(rules.map(({ rule, granted, why, clips }) => [rule, { granted, why, clips }]));
  }

  it.each<[string, EarningParts['rules'][string], unknown]>([
    ['who', { who: { field: 'purchase.count', operator: '>', value: 9 } }, { kind: 'who' }],
    ['what', { what: { field: 'order.channel', operator: '=', value: 'shop' } }, { kind: 'what' }],
    ['schedule', { schedule: { weekdays: [1] } }, { kind: 'schedule' }],
    ['lines', { lines: { field: 'line.category', operator: '=', value: 'Skin' } }, { kind: 'nothing_counts' }],
    ['minimum', { minimumMinor: 12_500 }, { kind: 'below_minimum', missingMinor: 2_500 }],
  ])('by %s', (_name, rule, why) => {
    expect(outcomesOf({ rules: { rule } })['rule']).toEqual({ granted: 0, why, clips: [] });
  });

  it('by the rules of its group', () => {
    const fixed = (units: number) => ({ group: 'g', award: { kind: 'fixed', units } });
    expect(outcomesOf({ rules: { a: { ...fixed(5), mode: 'best' }, b: { ...fixed(9), mode: 'best' } } })).toMatchObject(
      { a: { granted: 0, why: { kind: 'outbid', by: 'b' } }, b: { granted: 9, why: null } },
    );
    expect(
      outcomesOf({ rules: { a: { ...fixed(5), mode: 'exclude', priority: 1 }, b: { ...fixed(9), mode: 'exclude' } } }),
    ).toMatchObject({ a: { granted: 5 }, b: { granted: 0, why: { kind: 'excluded', by: 'a' } } });
  });

  it('by limits, with what they left', () => {
    const caps = [{ per: 'member', period: 'day', units: 4 }];
    expect(outcomesOf({ rules: { rule: { caps } } })['rule']).toEqual({
      granted: 4,
      why: null,
      clips: [{ kind: 'cap', per: 'member', period: 'day', left: 4 }],
    });
    expect(outcomesOf({ rules: { rule: {} }, wallets: { points: { balanceMax: 7 } } })['rule']).toMatchObject({
      granted: 7,
      clips: [{ kind: 'balance', left: 7 }],
    });
  });
});
