import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets } from '../../../index.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { daysLater, inOrder, testMemberId } from '../../../../testing/given.ts';
import { contentOf, createStoredMember, foldStored, rowsOf, wakeStored } from '../../../../testing/stored-member.ts';
import type { StoredMember } from '../../../../testing/stored-member.ts';
import { accountRows, lotRows } from '../../ledger/rows.ts';
import { awardRows, netOf } from '../awards/award-rows.ts';
import { capRows } from '../caps/cap-rows.ts';
import { awardsIn, earn, earningContext, orderOf, pointsOf } from '../testing/earning-program.ts';
import { boughtOrder, manyRules, placed, refundsOfLines } from '../testing/earning-histories.ts';

const context = earningContext(manyRules);
const wallets = ['points', 'growth', 'stamps'] as const;

/** What is posted is in open lots, but for what is owed (W2). */
function expectSound(stored: StoredMember): void {
  for (const account of rowsOf(stored, accountRows)) {
    const lots = rowsOf(stored, lotRows).filter(({ wallet }) => wallet === account.wallet);
    const open = lots.reduce((sum, { remaining }) => sum + remaining, 0);
    expect(account.posted).toBe(open - account.debt);
    const waiting = lots.reduce((sum, { remaining, waitsFor }) => sum + (waitsFor === '' ? 0 : remaining), 0);
    expect(account.pending).toBe(waiting);
  }
  for (const row of rowsOf(stored, awardRows)) expect(netOf(row)).toBeGreaterThanOrEqual(0);
}

function shuffledOf<Item>(items: readonly Item[]): fc.Arbitrary<readonly Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

/** Recorded one after the other, whenever they happened. */
function inThisOrder(facts: readonly FactStep[]): readonly FactStep[] {
  return facts.map((step, index) => ({ ...step, position: index + 1, recordedAt: daysLater(30) + index * 60_000 }));
}

const returned = boughtOrder('o1').chain((order) =>
  shuffledOf([placed(order), ...refundsOfLines(order)]).map((facts) => ({ order, facts })),
);

describe('an order of which all lines come back (W4)', () => {
  it('leaves nothing of what it earned, in whichever order refunds and the order come', () => {
    fc.assert(
      fc.property(returned, ({ facts }) => {
        const stored = earn(inThisOrder(facts), context);
        expectSound(stored);
        for (const wallet of wallets) expect(pointsOf(stored, wallet)).toBe(0);
        expect(Object.values(awardsIn(stored)).filter((units) => units !== 0)).toEqual([]);
        expect(rowsOf(stored, capRows).filter(({ units }) => units !== 0)).toEqual([]);
        for (const { earned, debt } of rowsOf(stored, accountRows)) expect([earned, debt]).toEqual([0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves what another order earned', () => {
    fc.assert(
      fc.property(returned, boughtOrder('o2'), ({ order, facts }, other) => {
        // The first purchase is another one without the order: that is no effect of what came back.
        const rules = { ...manyRules.rules, welcome: {} };
        const plain = earningContext({ ...manyRules, rules: { ...rules, base: {}, stamp: { wallet: 'stamps' } } });
        const kept = placed({ ...other, day: order.day });
        const alone = earn(inThisOrder([kept]), plain);
        const beside = earn(inThisOrder([...facts, kept]), plain);
        expect(pointsOf(beside)).toBe(pointsOf(alone));
        expect(pointsOf(beside, 'growth')).toBe(pointsOf(alone, 'growth'));
      }),
      { numRuns: 150 },
    );
  });
});

/** Of whom nothing is left it may have been no first purchase: rules that earn nothing are no matter. */
function earningIn(stored: StoredMember) {
  return Object.entries(awardsIn(stored)).filter(([, units]) => units !== 0);
}

const partly = boughtOrder('o1').chain((order) =>
  fc
    .tuple(
      fc.subarray([...refundsOfLines(order)]),
      fc.constantFrom<readonly FactStep[]>(
        [],
        [
          orderOf('o1', [], {
            at: daysLater(26),
            type: 'order.refunded',
            more: { refundId: 'some', amountMinor: 900 },
          }),
        ],
      ),
    )
    .chain(([lines, some]) => {
      const facts = [placed(order), ...lines, ...some];
      return fc.tuple(shuffledOf(facts), shuffledOf(facts));
    }),
);

describe('refunds of an order', () => {
  it('leave the same awards in whichever order they come', () => {
    fc.assert(
      fc.property(partly, ([one, other]) => {
        const [a, b] = [earn(inThisOrder(one), context), earn(inThisOrder(other), context)];
        expect(earningIn(a)).toEqual(earningIn(b));
        for (const wallet of wallets) expect(pointsOf(a, wallet)).toBe(pointsOf(b, wallet));
      }),
      { numRuns: 300 },
    );
  });

  it('are folded to the same however the log is cut into batches and wakes (E2)', () => {
    const histories = fc
      .tuple(boughtOrder('o1'), boughtOrder('o2'), boughtOrder('o3'))
      .chain((orders) =>
        fc.tuple(
          shuffledOf(orders.flatMap((order) => [placed(order), placed(order, 'order.paid'), ...refundsOfLines(order)])),
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
          fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
        ),
      );
    fc.assert(
      fc.property(histories, ([facts, sizes, gaps]) => {
        let at = daysLater(25);
        const steps = facts.map((step, index) => {
          at += (gaps[index % gaps.length] ?? 0) * 86_400_000;
          return { ...step, position: index + 1, recordedAt: at, isBackfill: index % 7 === 6 };
        });
        const whole = foldInBatches(steps, [steps.length]);
        expectSound(whole);
        expect(contentOf(foldInBatches(steps, sizes))).toEqual(contentOf(whole));
        expect(contentOf(foldInBatches(steps, [1]))).toEqual(contentOf(whole));
        expect(contentOf(foldInBatches(steps, [2], true))).toEqual(contentOf(whole));
      }),
      { numRuns: 150 },
    );
  });
});

function foldInBatches(steps: readonly FactStep[], sizes: readonly number[], takesHints = false): StoredMember {
  const stored = createStoredMember(facets, testMemberId(1));
  let start = 0;
  for (let batch = 0; start < steps.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 1;
    const part = steps.slice(start, start + size);
    if (batch % 2 === 1) wakeStored(stored, part[0]?.recordedAt ?? 0, { context });
    foldStored(stored, part, { context, takesHints });
    start += size;
  }
  wakeStored(stored, daysLater(500), { context });
  return stored;
}

it('is about orders that earn', () => {
  const [first] = fc.sample(boughtOrder('o1'), { numRuns: 1, seed: 1 });
  expect(first === undefined ? 0 : pointsOf(earn(inOrder([placed(first)]), context))).toBeGreaterThan(0);
});
