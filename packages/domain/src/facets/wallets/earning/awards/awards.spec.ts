import { describe, expect, it } from 'vitest';
import { daysLater as at, fact, testContext } from '../../../../testing/given.ts';
import { rowsOf, wakeStored } from '../../../../testing/stored-member.ts';
import { lotRows } from '../../ledger/rows.ts';
import { awardRows } from './award-rows.ts';
import {
  accountOf,
  awardsIn,
  earn,
  earningContext,
  earningProgram,
  entriesIn,
  foldAll,
  orderOf,
  pointsOf,
  refundOf,
  spent,
  voided,
} from '../testing/earning-program.ts';
import type { Parts } from '../testing/earning-program.ts';

const order = (id: string, day: number, amountMinor = 10_000) =>
  orderOf(id, [], { at: at(day), more: { amountMinor } });
const refund = (id: string, day: number) => refundOf(id, `r${day}`, { at: at(day) });
const withWallet = (points: Parts, rules: { readonly [id: string]: Parts } = { base: {} }) =>
  earningContext({ rules, wallets: { points } });
const fixed = (units: number): Parts => ({ award: { kind: 'fixed', units } });

describe('what was spent and is to be taken back', () => {
  const steps = [order('a', 1), spent(at(2), [[1, 8]]), refund('a', 3)];

  it('is forgiven as far as it is missing', () => {
    const stored = foldAll(steps, withWallet({ shortfall: { kind: 'clamp' } }));
    expect(entriesIn(stored)).toEqual(['earn +10', 'spend -8', 'take_back -2']);
    expect(accountOf(stored)).toMatchObject({ posted: 0, debt: 0, earned: 0 });
    expect(awardsIn(stored)).toEqual({ base: 0 });
  });

  it('is owed, and paid by what is earned next', () => {
    const stored = foldAll([...steps, order('b', 4)], withWallet({ shortfall: { kind: 'debt' } }));
    expect(entriesIn(stored)).toEqual(['earn +10', 'spend -8', 'take_back -2', 'take_back -8', 'earn +10']);
    expect(accountOf(stored)).toMatchObject({ posted: 2, debt: 0, earned: 10 });
  });

  it('is owed up to the limit, and forgiven beyond', () => {
    const stored = foldAll(steps, withWallet({ shortfall: { kind: 'debt', unitsMax: 5 } }));
    expect(accountOf(stored)).toMatchObject({ posted: -5, debt: 5, earned: 0, isBlocked: false });
  });

  it('blocks the wallet where it says so', () => {
    const stored = foldAll(steps, withWallet({ shortfall: { kind: 'block' } }));
    expect(accountOf(stored)).toMatchObject({ posted: -8, debt: 8, isBlocked: true });
  });

  it('comes out of other units before anything is owed', () => {
    const stored = foldAll(
      [order('a', 1), order('b', 1.5), spent(at(2), [[1, 8]]), refund('a', 3)],
      withWallet({ shortfall: { kind: 'debt' } }),
    );
    expect(accountOf(stored)).toMatchObject({ posted: 2, debt: 0, earned: 10 });
  });

  it('has ceased to be earned once, where its lot was voided before', () => {
    const context = withWallet({ shortfall: { kind: 'clamp' } });
    const [lot] = rowsOf(foldAll([order('a', 1)], context), lotRows);
    if (lot === undefined) throw new Error('an order earns a lot');
    const steps = [order('a', 1), order('b', 2), voided(at(3), lot)];
    const counted = foldAll(steps, context);
    expect(entriesIn(counted)).toEqual(['earn +10', 'earn +10', 'void -10']);
    expect(accountOf(counted)).toMatchObject({ posted: 10, earned: 10 });
    const stored = foldAll([...steps, refund('a', 4)], context);
    expect(accountOf(stored)).toMatchObject({ posted: 10, debt: 0, earned: 10 });
  });

  it('is not asked for again where it has expired', () => {
    const expiry = { kind: 'term', length: { unit: 'days', count: 5 } };
    const facts = [order('a', 1), order('b', 10), refund('a', 11)];
    const stored = earn(facts, withWallet({ expiry, shortfall: { kind: 'debt' } }));
    expect(entriesIn(stored)).toEqual(['earn +10', 'expire -10', 'earn +10']);
    expect(accountOf(stored)).toMatchObject({ posted: 10, debt: 0, earned: 10 });
    expect(rowsOf(stored, lotRows).map(({ lost }) => lost)).toEqual([10, 0]);
  });

  it('is not taken at all of what the rule keeps', () => {
    expect(pointsOf(earn([order('a', 1), refund('a', 3)], earningContext({ rules: { base: { keeps: true } } })))).toBe(
      10,
    );
  });
});

describe('what was lost and is to be taken back', () => {
  const partly = (refundId: string, day: number) =>
    refundOf('a', refundId, { at: at(day), more: { amountMinor: 5_000 } });
  const context = withWallet({
    expiry: { kind: 'term', length: { unit: 'days', count: 5 } },
    shortfall: { kind: 'debt' },
  });
  /** Ten are earned, six spent, and four expire. */
  const steps = [order('a', 1), spent(at(2), [[1, 6]]), order('b', 10)];

  it('is set against one refund, and not against the next again', () => {
    expect(accountOf(foldAll([...steps, partly('r1', 11)], context))).toMatchObject({ posted: 9, earned: 15 });
    const both = foldAll([...steps, partly('r1', 11), partly('r2', 12)], context);
    expect(accountOf(both)).toMatchObject({ posted: 4, earned: 10 });
    expect(pointsOf(foldAll([...steps, refund('a', 11)], context))).toBe(4);
  });
});

describe('awards within limits', () => {
  /** Of each order by rule, in the order of the orders. */
  const awardsOf = (steps: readonly ReturnType<typeof order>[], context: ReturnType<typeof withWallet>) =>
    rowsOf(foldAll(steps, context), awardRows)
      .toSorted((a, b) => (a.orderId + a.rule < b.orderId + b.rule ? -1 : 1))
      .map(({ granted }) => granted);

  it('of one order fill a wallet together, and no more', () => {
    const context = withWallet({ balanceMax: 15 }, { base: {}, more: fixed(10) });
    expect(pointsOf(foldAll([order('a', 1)], context))).toBe(15);
    expect(pointsOf(foldAll([order('a', 1), order('b', 2)], context))).toBe(15);
  });

  it('of the wallet count what its other rules brought, and hold those up that say them', () => {
    const caps = [{ per: 'wallet', period: 'day', units: 15 }];
    const context = withWallet({}, { base: { caps }, more: fixed(10) });
    expect(awardsOf([order('a', 1), order('b', 1.01)], context)).toEqual([10, 10, 0, 10]);
    expect(awardsOf([order('a', 1), order('b', 2)], context)).toEqual([10, 10, 10, 10]);
  });

  it('make room for others when they are taken back, and only as much as they took', () => {
    const context = withWallet({}, { base: { caps: [{ per: 'member', period: 'day', units: 10 }] } });
    const again = [order('a', 1), order('b', 1.01), refundOf('a', 'r', { at: at(1.02) })];
    expect(pointsOf(foldAll(again, context))).toBe(0);
    expect(pointsOf(foldAll([...again, order('c', 1.03)], context))).toBe(10);
    expect(pointsOf(foldAll([...again, order('c', 1.03), order('d', 1.04)], context))).toBe(10);
  });
});

describe('units that wait', () => {
  const paid = (day: number) => orderOf('a', [], { at: at(day), type: 'order.paid', more: { amountMinor: 10_000 } });
  const untilPaid = { pending: { until: 'event', type: 'order.paid', cancelAfterDays: 7 } };
  const expiry = { kind: 'term', length: { unit: 'days', count: 30 } };

  it('for an event of the order come with it, and begin then', () => {
    const context = withWallet({ expiry }, { base: untilPaid });
    const waiting = earn([order('a', 1)], context);
    expect(accountOf(waiting)).toMatchObject({ posted: 10, pending: 10, earned: 0 });
    const there = earn([order('a', 1), paid(4)], context);
    expect(accountOf(there)).toMatchObject({ posted: 10, pending: 0, earned: 10 });
    expect(rowsOf(there, lotRows)).toMatchObject([{ startsAt: at(4), expiresAt: at(34) }]);
  });

  it('do not wait for what has happened', () => {
    const early = { ...paid(0.5), recordedAt: at(0.5) };
    expect(accountOf(earn([early, order('a', 1)], withWallet({}, { base: untilPaid })))).toMatchObject({ pending: 0 });
  });

  it('are given up after a time, and owed by nobody then', () => {
    const context = withWallet({ shortfall: { kind: 'debt' } }, { base: untilPaid });
    const stored = earn([order('a', 1), refund('a', 20), paid(21)], context);
    expect(entriesIn(stored)).toEqual(['earn +10', 'cancel -10']);
    expect(accountOf(stored)).toMatchObject({ posted: 0, pending: 0, debt: 0, earned: 0 });
  });

  it('for days come by themselves', () => {
    const stored = earn([order('a', 1)], withWallet({}, { base: { pending: { until: 'days', days: 3 } } }));
    wakeStored(stored, at(3.9), { context: withWallet({}, { base: {} }) });
    expect(accountOf(stored)).toMatchObject({ pending: 10 });
    wakeStored(stored, at(4), { context: withWallet({}, { base: {} }) });
    expect(accountOf(stored)).toMatchObject({ pending: 0, earned: 10 });
  });

  it('go with a refund while they wait', () => {
    const stored = earn([order('a', 1), refund('a', 2)], withWallet({}, { base: untilPaid }));
    expect(accountOf(stored)).toMatchObject({ posted: 0, pending: 0, earned: 0 });
  });
});

describe('several rules', () => {
  const award = (rules: { readonly [id: string]: Parts }) => awardsIn(earn([order('a', 1)], earningContext({ rules })));
  const inGroup = (mode: string, rest: Parts): Parts => ({ group: 'g', mode, ...rest });

  it('of no group add up', () => {
    expect(award({ base: {}, more: fixed(5) })).toEqual({ base: 10, more: 5 });
  });

  it('of a group give the best, the smaller id between equals', () => {
    expect(award({ a: inGroup('best', fixed(4)), b: inGroup('best', {}) })).toEqual({ a: 0, b: 10 });
    expect(award({ b: inGroup('best', fixed(4)), a: inGroup('best', fixed(4)) })).toEqual({ a: 4, b: 0 });
  });

  it('of a group exclude each other by priority, unless that one earns nothing', () => {
    const first = inGroup('exclude', { ...fixed(4), priority: 9 });
    expect(award({ a: first, b: inGroup('exclude', {}) })).toEqual({ a: 4, b: 0 });
    expect(award({ a: { ...first, minimumMinor: 10_001 }, b: inGroup('exclude', {}) })).toEqual({ a: 0, b: 10 });
  });

  it('are compared anew by what is left of an order', () => {
    const rules = { flat: inGroup('best', fixed(6)), rate: inGroup('best', {}) };
    const some = refundOf('a', 'r', { at: at(2), more: { amountMinor: 5_000 } });
    expect(awardsIn(earn([order('a', 1), some], earningContext({ rules })))).toEqual({ flat: 6, rate: 0 });
  });

  it('are multiplied, each multiplier on top of what the others earn', () => {
    const times = (factorHundredths: number): Parts => ({ award: { kind: 'multiplier', factorHundredths } });
    expect(award({ base: {}, double: times(200), half: times(150) })).toEqual({ base: 10, double: 10, half: 5 });
  });

  it('keep the terms of an order, whatever a later version says', () => {
    const before = earningProgram({ rules: { base: {} } });
    const rate = {
      award: { kind: 'rate', perMinor: 100, units: 1 },
      who: { field: 'purchase.count', operator: '>', value: 9 },
    };
    const context = testContext(before, earningProgram({ rules: { base: rate } }, 2, at(1.5)));
    const grown = orderOf('a', [], { at: at(2), type: 'order.updated', more: { amountMinor: 20_000 } });
    expect(awardsIn(earn([order('a', 1), grown], context))).toEqual({ base: 20 });
    const gone = testContext(before, earningProgram({ rules: {} }, 2, at(1.5)));
    expect(pointsOf(earn([order('a', 1), refund('a', 2)], gone))).toBe(0);
  });

  it('earn nothing for an order that counted before there were any', () => {
    const context = testContext(earningProgram({ rules: {} }), earningProgram({ rules: { base: {} } }, 2, at(1.5)));
    const paid = orderOf('a', [], { at: at(2), type: 'order.paid', more: { amountMinor: 10_000 } });
    expect(pointsOf(earn([order('a', 1), paid, { ...paid, messageId: 'again' }], context))).toBe(0);
    expect(pointsOf(earn([order('a', 1), order('b', 2)], context))).toBe(10);
  });
});

describe('facts that are no orders', () => {
  const review = (day: number, rating = 5) => fact({ type: 'review.posted', at: at(day), payload: { rating } });
  const rule = { on: { kind: 'fact', type: 'review.posted' }, ...fixed(5) };

  it('earn once each, by what they say', () => {
    const what = { field: 'fact.payload.rating', operator: '>=', value: 4 };
    const context = earningContext({ rules: { review: { ...rule, what } } });
    expect(entriesIn(earn([review(1), review(2, 3), review(3)], context))).toEqual(['earn +5', 'earn +5']);
  });

  it('earn up to the limits of a period', () => {
    const caps = [{ per: 'member', period: 'week', units: 12 }];
    const context = earningContext({ rules: { review: { ...rule, caps } } });
    // 1 January 2025 is a Wednesday, so that the sixth is a Monday.
    const days = [0, 1, 2, 3, 5, 6];
    expect(
      entriesIn(
        earn(
          days.map((day) => review(day)),
          context,
        ),
      ),
    ).toEqual(['earn +5', 'earn +5', 'earn +2', 'earn +5', 'earn +5']);
  });

  it('earn nothing out of a backfill', () => {
    const context = earningContext({ rules: { review: rule } });
    expect(pointsOf(earn([{ ...review(1), isBackfill: true }], context))).toBe(0);
  });
});

describe('what follows from facts', () => {
  it('earns when it is acted on', () => {
    const rules = { back: { on: { kind: 'derived', type: 'stage.changed' }, ...fixed(9) } };
    const stored = earn([order('a', 1)], earningContext({ rules }));
    expect(entriesIn(stored)).toEqual(['earn +9']);
    expect(entriesIn(earn([{ ...order('a', 1), isBackfill: true }], earningContext({ rules })))).toEqual([]);
  });
});

describe('what everybody shares', () => {
  const rules = { base: { caps: [{ per: 'rule', period: 'ever', units: 15 }] } };
  const context = earningContext({ rules });

  it('is taken with an order and given back with its refund', () => {
    const resources = new Map([['earning/base', 15]]);
    const steps = [order('a', 1), order('b', 2)];
    expect(awardsOf(foldAll(steps, context, resources))).toEqual([10, 5]);
    expect(resources.get('earning/base')).toBe(0);
    const left = new Map([['earning/base', 15]]);
    foldAll([...steps, refund('a', 3)], context, left);
    expect(left.get('earning/base')).toBe(10);
  });

  function awardsOf(stored: ReturnType<typeof earn>) {
    return rowsOf(stored, lotRows).map(({ units }) => units);
  }
});
