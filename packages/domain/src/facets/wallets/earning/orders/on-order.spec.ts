import { describe, expect, it } from 'vitest';
import { daysLater } from '../../../../testing/given.ts';
import {
  accountOf,
  awardsIn,
  earn,
  earningContext,
  entriesIn,
  orderOf,
  pointsOf,
  refundOf,
} from '../testing/earning-program.ts';

const at = daysLater;
const skin = { lineId: 'a', productId: 'serum', category: 'Skin/Serum', amountMinor: 20_000, quantity: 2 };
const hair = { lineId: 'b', productId: 'comb', category: 'Hair', amountMinor: 10_000, quantity: 1 };
const both = orderOf('o1', [skin, hair], { at: at(1) });
const plain = earningContext({ rules: { base: {} } });

describe('an order', () => {
  it('earns by its amount, rounded down', () => {
    expect(pointsOf(earn([both], plain))).toBe(30);
    expect(pointsOf(earn([orderOf('o', [], { at: at(1), more: { amountMinor: 1_999 } })], plain))).toBe(1);
  });

  it('earns once, however many of its facts come', () => {
    const facts = ['order.placed', 'order.paid', 'order.fulfilled'].map((type, day) =>
      orderOf('o1', [skin, hair], { at: at(day + 1), type }),
    );
    expect(entriesIn(earn(facts, plain))).toEqual(['earn +30']);
  });

  it('earns when it is paid, in a program that counts paid ones', () => {
    const context = earningContext({ rules: { base: {} }, counts: 'paid' });
    expect(pointsOf(earn([both], context))).toBe(0);
    expect(pointsOf(earn([both, orderOf('o1', [skin, hair], { at: at(2), type: 'order.paid' })], context))).toBe(30);
  });

  it('earns nothing when it is cancelled, before or after', () => {
    const cancelled = orderOf('o1', [], { at: at(2), type: 'order.cancelled' });
    expect(entriesIn(earn([both, cancelled], plain))).toEqual(['earn +30', 'take_back -30']);
    expect(entriesIn(earn([{ ...cancelled, recordedAt: at(0) }, both], plain))).toEqual([]);
  });

  it('earns nothing out of a backfill, unless the rule says so', () => {
    const old = { ...both, isBackfill: true, recordedAt: at(10) };
    expect(pointsOf(earn([old], plain))).toBe(0);
    const later = orderOf('o1', [], { at: at(12), type: 'order.fulfilled' });
    expect(pointsOf(earn([old, later], plain))).toBe(0);
    expect(pointsOf(earn([old], earningContext({ rules: { base: { countsBackfill: true } } })))).toBe(30);
  });
});

describe('a refund', () => {
  const lineA = refundOf('o1', 'r1', { at: at(2), lines: [skin] });
  const lineB = refundOf('o1', 'r2', { at: at(3), lines: [hair] });

  it('of a line takes back what the line earned, and of all lines everything', () => {
    const one = earn([both, lineA], plain);
    expect(entriesIn(one)).toEqual(['earn +30', 'take_back -20']);
    expect(awardsIn(one)).toEqual({ base: 10 });
    const all = earn([both, lineB, lineA], plain);
    expect([pointsOf(all), awardsIn(all)]).toEqual([0, { base: 0 }]);
  });

  it('of an amount takes back by what is left', () => {
    const some = refundOf('o1', 'r', { at: at(2), more: { amountMinor: 10_500 } });
    expect(pointsOf(earn([both, some], plain))).toBe(19);
  });

  it('that names a product alone takes back what its line earned, and not what another did', () => {
    const comb = refundOf('o1', 'r', { at: at(2), lines: [{ productId: 'comb', amountMinor: 4_000 }] });
    const serum = refundOf('o1', 'r', { at: at(2), lines: [{ productId: 'serum', amountMinor: 4_000 }] });
    const dear = earningContext({ rules: { base: { lines: { field: 'line.amount', operator: '>', value: 15_000 } } } });
    expect(pointsOf(earn([both, comb], dear))).toBe(20);
    expect(pointsOf(earn([both, serum], dear))).toBe(16);
  });

  it('of nothing takes back nothing', () => {
    const none = refundOf('o1', 'r', { at: at(2), more: { amountMinor: 0 } });
    expect(entriesIn(earn([both, none], plain))).toEqual(['earn +30']);
  });

  it('of a line takes its amount once, though it says the sum as well', () => {
    const summed = refundOf('o1', 'r', { at: at(2), lines: [skin], more: { amountMinor: 20_000 } });
    expect(pointsOf(earn([both, summed], plain))).toBe(10);
  });

  it('of the whole takes back everything, told twice as well', () => {
    const whole = refundOf('o1', 'r', { at: at(2) });
    const again = { ...refundOf('o1', 'r', { at: at(3) }), messageId: 'again' };
    expect(entriesIn(earn([both, whole, again], plain))).toEqual(['earn +30', 'take_back -30']);
  });

  it('that comes before its order is known counts when it comes', () => {
    const early = earn([{ ...lineA, recordedAt: at(0) }, both], plain);
    expect(entriesIn(early)).toEqual(['earn +10']);
  });

  it('takes what is spent from elsewhere, or owes it, as the wallet says', () => {
    const twice = orderOf('o2', [hair], { at: at(2) });
    expect(pointsOf(earn([both, twice, refundOf('o1', 'r', { at: at(4) })], plain))).toBe(10);
    expect(accountOf(earn([both], plain))?.earned).toBe(30);
  });
});
