import { describe, expect, it } from 'vitest';
import { averageOrderMinor } from '../facets/lifecycle/fields.ts';
import { net, ordersOf } from '../testing/folded.ts';
import { activityOf, daysLater, fact, foldFacts, order, timelineOf } from '../testing/given.ts';

describe('an order', () => {
  const paid = (id: string, days: number, amountMinor: number) =>
    fact({ type: 'order.paid', at: daysLater(days), payload: { orderId: id, amountMinor } });
  const refunded = (id: string, days: number, rest: { amountMinor: number; refundId?: string }) =>
    fact({ type: 'order.refunded', at: daysLater(days), payload: { orderId: id, refundId: `r${days}`, ...rest } });
  const cancelled = (id: string, days: number) =>
    fact({ type: 'order.cancelled', at: daysLater(days), payload: { orderId: id } });

  it('counts once however often it is placed and paid, at the amount that was paid', () => {
    const work = foldFacts([
      order('a', 1),
      order('a', 1.5, { messageId: 'again' }),
      paid('a', 2, 9000),
      paid('a', 3, 8000),
    ]);
    expect(activityOf(work).purchaseCount).toBe(1);
    expect(net(work)).toBe(8000);
    expect(activityOf(work).firstPurchaseAt).toBe(daysLater(1));
  });

  it('is worth what it was changed to, and what is paid after that, however early either is told', () => {
    const updated = (days: number, amountMinor: number, lines: readonly object[] = []) =>
      fact({
        type: 'order.updated',
        at: daysLater(days),
        payload: { orderId: 'a', amountMinor, lines: [...lines] as never },
      });
    expect(net(foldFacts([paid('a', 1, 10_000), updated(2, 7000)]))).toBe(7000);
    expect(net(foldFacts([updated(2, 7000), paid('a', 1, 10_000), order('a', 3)]))).toBe(7000);
    expect(net(foldFacts([updated(2, 7000), paid('a', 3, 6500)]))).toBe(6500);
    const work = foldFacts([paid('a', 1, 10_000), updated(2, 7000), updated(3, 8000)]);
    expect([net(work), activityOf(work).purchaseCount, activityOf(work).firstPurchaseAt]).toEqual([
      8000,
      1,
      daysLater(1),
    ]);
  });

  it('lowers the net by each refund, never below nothing, and counts no more when all is given back', () => {
    const partly = foldFacts([order('a', 1), refunded('a', 2, { amountMinor: 4000 })]);
    expect([net(partly), activityOf(partly).purchaseCount, activityOf(partly).refundCount]).toEqual([6000, 1, 1]);
    const wholly = foldFacts([
      order('a', 1),
      refunded('a', 2, { amountMinor: 4000 }),
      refunded('a', 3, { amountMinor: 9000 }),
    ]);
    expect([net(wholly), activityOf(wholly).purchaseCount, activityOf(wholly).refundCount]).toEqual([0, 0, 2]);
    expect(timelineOf(wholly)).toEqual(['new@1', 'potential@3']);
    expect(averageOrderMinor(activityOf(wholly))).toBeNull();
  });

  it('gives back what is left of the order when a refund states neither amount nor lines, however early it is told', () => {
    const whole = fact({ type: 'order.refunded', at: daysLater(3), payload: { orderId: 'a' } });
    for (const facts of [
      [order('a', 1), whole],
      [whole, order('a', 1)],
      [order('a', 1), refunded('a', 2, { amountMinor: 4000 }), whole],
    ]) {
      const work = foldFacts(facts);
      expect([net(work), activityOf(work).purchaseCount]).toEqual([0, 0]);
    }
    const zero = fact({ type: 'order.refunded', at: daysLater(3), payload: { orderId: 'a', amountMinor: 0 } });
    expect(net(foldFacts([order('a', 1), zero]))).toBe(10_000);
  });

  it('is the same refund when it is told twice', () => {
    expect(
      net(
        foldFacts([
          order('a', 1),
          refunded('a', 2, { amountMinor: 4000, refundId: 'r' }),
          refunded('a', 3, { amountMinor: 4000, refundId: 'r' }),
        ]),
      ),
    ).toBe(6000);
  });

  it('gives recency back to the purchase before it when it is cancelled', () => {
    const work = foldFacts([order('a', 1), order('b', 80), cancelled('b', 100)]);
    expect(timelineOf(work)).toEqual(['new@1', 'active@31', 'silent@100']);
    expect([net(work), activityOf(work).purchaseCount, activityOf(work).cancelledCount]).toEqual([10_000, 1, 1]);
  });

  it('never counts when it was cancelled before it was placed', () => {
    expect(activityOf(foldFacts([cancelled('a', 1), order('a', 2)])).purchaseCount).toBe(0);
  });

  it('that is not known is returned without an amount, because the history began later', () => {
    const work = foldFacts([refunded('old', 1, { amountMinor: 5000 })]);
    expect([net(work), activityOf(work).refundCount]).toEqual([0, 1]);
    expect(timelineOf(work)).toEqual(['potential@1']);
  });

  it('takes its amount from its lines when it states none', () => {
    const payload = {
      orderId: 'a',
      lines: [
        { productId: 'p', amountMinor: 300 },
        { productId: 'q', priceMinor: 200, quantity: 3, category: 'Hair' },
      ],
    };
    const work = foldFacts([fact({ type: 'order.placed', at: daysLater(1), payload })]);
    expect(net(work)).toBe(900);
    expect(ordersOf(work).rows()[0]).toMatchObject({ category: 'Hair', itemCount: 4 });
  });
});
