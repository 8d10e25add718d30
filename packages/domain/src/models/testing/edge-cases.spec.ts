import { describe, expect, it } from 'vitest';
import { backtest } from '../backtest/backtest.ts';
import { learnCalendar } from '../calendar/learn.ts';
import { warnOfChurn } from '../churn/warning.ts';
import { customerValues } from '../clv/customer-value.ts';
import { fitValueModel } from '../clv/fit-value-model.ts';
import { cohortsOf } from '../cohorts/cohorts.ts';
import { concentrationOf } from '../concentration/concentration.ts';
import { prioritiesOf } from '../priorities/priorities.ts';
import { firstProductEffects } from '../repeat/first-product.ts';
import { nextPurchases } from '../repeat/next.ts';
import { repeatLadder } from '../repeat/repeat.ts';
import { returnsOf } from '../returns/returns.ts';
import { revenueByMonth } from '../revenue/revenue.ts';
import { rfmFactsOf } from '../rfm/facts.ts';
import { scoreRfm } from '../rfm/scores.ts';
import { eightSegmentsOf, tenSegmentsOf } from '../rfm/segments.ts';
import { rfmGrid, summarizeSegments } from '../rfm/summary.ts';
import { seasonalityOf } from '../seasonality/seasonality.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import type { TransactionLine } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import { stageHistory } from '../windows/stages.ts';
import { suggestWindows } from '../windows/suggest.ts';

const DAY = 19_000;
const line = (customer: string, day: number, amount = 10): TransactionLine => ({
  customer,
  orderedOn: DAY + day,
  amount,
  product: 'tea',
  category: 'drinks',
});

/** The ugly files an analyst brings, after reading. */
const files: Readonly<Record<string, readonly TransactionLine[]>> = {
  'one row': [line('a', 0)],
  'one customer': [line('a', 0), line('a', 40), line('a', 41)],
  'one day': ['a', 'b', 'c', 'd'].map((customer) => line(customer, 7)),
  'one-time buyers only': Array.from({ length: 150 }, (_, who) => line(`c${who}`, who)),
  'everything free': Array.from({ length: 150 }, (_, row) => line(`c${row % 50}`, row, 0)),
  'identical customers': Array.from({ length: 300 }, (_, row) => line(`c${row % 100}`, 30 * Math.floor(row / 100))),
  'two purchases ten years apart': [line('a', 0), line('a', 3650), line('b', 3650)],
  'returns of purchases before the data': [line('a', 3, -50), line('b', 1), line('b', 9), line('b', 9, -99)],
  'everything given back': [line('a', 0), { ...line('a', 4, -10), returnOf: DAY }, line('b', 6)],
  'one enormous order': Array.from({ length: 200 }, (_, row) => line(`c${row % 40}`, row, row === 77 ? 1e9 : 5)),
};

describe.each(Object.entries(files))('a file of %s', (_, lines) => {
  const transactions = transactionsFromLines(lines);
  const asOf = transactions.lastOn;
  const occasions = occasionsOf(transactions);
  const people = rfmFactsOf(transactions).customer.length;

  it('is described without losing anybody', () => {
    const scores = scoreRfm(rfmFactsOf(transactions));
    const groups = [
      summarizeSegments(scores, tenSegmentsOf(scores)),
      summarizeSegments(scores, eightSegmentsOf(scores)),
      rfmGrid(scores),
    ];
    for (const group of groups) expect(group.reduce((sum, one) => sum + one.people, 0)).toBe(people);
    const { suggested } = suggestWindows(occasions, asOf);
    expect(suggested.people.reduce((sum, one) => sum + one, 0)).toBe(people);
    expect(stageHistory(occasions, suggested.windows, [asOf - 10, asOf]).counts).toHaveLength(2);
    expect(cohortsOf(occasions, asOf).cohorts.reduce((sum, cohort) => sum + cohort.people, 0)).toBe(people);
    expect(revenueByMonth(occasions, asOf).reduce((sum, month) => sum + month.newPeople, 0)).toBe(people);
    expect(concentrationOf(scores.facts.monetary).gini).toBeGreaterThanOrEqual(0);
    expect(repeatLadder(occasions)[0]?.people ?? 0).toBe(people);
    expect(seasonalityOf(occasions, asOf).weekdays).toHaveLength(7);
    expect(returnsOf(transactions, asOf).people).toBeGreaterThanOrEqual(people);
    expect(nextPurchases(transactions, { asOf, column: 'product' })).toBeInstanceOf(Array);
    expect(firstProductEffects(transactions, { asOf, column: 'category' })).toBeInstanceOf(Array);
  });

  it('is forecast with finite numbers, chances within 0 and 1', () => {
    const model = fitValueModel(occasions, {
      asOf,
      horizonDays: 90,
      shoppingYear: 'china',
      purchase: 'bg-nbd',
      clock: 'calendar',
    });
    const values = customerValues(model, { horizonDays: 90, marginShare: 0.5, annualDiscountRate: 0.1, interval: 0.8 });
    const churn = warnOfChurn(occasions, { asOf, horizonDays: 30 });
    const columns = [values.expectedPurchases, values.expectedSpend, values.value, values.low ?? [], values.high ?? []];
    for (const column of columns) for (const one of column) expect(Number.isFinite(one) && one >= 0).toBe(true);
    for (const column of [values.noPurchase, values.probabilityAlive, churn.noPurchase])
      for (const one of column) expect(one >= 0 && one <= 1).toBe(true);
    expect(values.customer).toHaveLength(people);
    const { windows } = suggestWindows(occasions, asOf).suggested;
    for (const { expectedGain } of prioritiesOf({ occasions, asOf, windows, values, churn }))
      expect(Number.isFinite(expectedGain)).toBe(true);
    expect(
      learnCalendar(occasions, { shoppingYear: 'china', from: transactions.firstOn, to: asOf }).weekdays.every(
        ({ factor }) => factor > 0,
      ),
    ).toBe(true);
  });

  it('is back-tested, or refused for a stated reason', () => {
    const run = () => backtest(transactions, { calibrationEnd: asOf - 30, horizonDays: 30, shoppingYear: 'china' });
    const isLongEnough = occasions.day.some((day) => day <= asOf - 30);
    if (isLongEnough) expect(run().results.length).toBeGreaterThan(4);
    else expect(run).toThrow(RangeError);
  });
});
