import { beforeAll, describe, expect, it } from 'vitest';
import { backtest } from '../backtest/backtest.ts';
import { learnCalendar } from '../calendar/learn.ts';
import { operationalTimeOf } from '../calendar/operational-time.ts';
import { reliabilityOf } from '../churn/reliability.ts';
import { warnOfChurn } from '../churn/warning.ts';
import { cohortsOf } from '../cohorts/cohorts.ts';
import { concentrationOf } from '../concentration/concentration.ts';
import { returnsOf } from '../returns/returns.ts';
import { rfmFactsOf } from '../rfm/facts.ts';
import { scoreRfm } from '../rfm/scores.ts';
import { eightSegmentsOf, tenSegmentsOf } from '../rfm/segments.ts';
import { scoreCounts, summarizeSegments } from '../rfm/summary.ts';
import { dayNumberOf } from '../statistics/months.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import { suggestWindows } from '../windows/suggest.ts';
import {
  CDNOW_SAMPLE,
  COMPLETE_JOURNEY,
  hasPublicData,
  ONLINE_RETAIL,
  readCdnowSample,
  readCompleteJourney,
  readOnlineRetail,
} from './public-data.ts';

/** Real brands, real futures. Bounds are looser than what is measured today, so that they fail on a loss and not on the last digit. */

function noPurchaseOf(
  transactions: Transactions,
  customers: Uint32Array,
  days: { readonly after: number; readonly to: number },
): Uint8Array {
  const happened = occasionsOf(transactions, { from: days.after + 1, to: days.to });
  return Uint8Array.from(customers, (who) => (happened.start[who] === happened.start[who + 1] ? 1 : 0));
}

describe.skipIf(!hasPublicData(ONLINE_RETAIL))('Online Retail, 2010-12 to 2011-12', () => {
  // A describe block runs even when its tests are left out.
  let transactions = transactionsFromLines([]);
  let everything = occasionsOf(transactions);
  beforeAll(() => {
    transactions = readOnlineRetail();
    everything = occasionsOf(transactions);
  }, 60_000);

  it('has the customers that everybody counts', () => {
    const isSale = transactions.isReturn?.map((flag) => 1 - flag) ?? new Uint8Array();
    const sales = transactions.amount.filter((_, row) => isSale[row] === 1);
    expect(sales.length).toBe(397_884);
    expect(sales.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(8_911_407.9, 1);
    expect(new Set(transactions.customer.filter((_, row) => isSale[row] === 1)).size).toBe(4338);
  });

  it('puts everybody in one RFM segment, equal values in equal scores', () => {
    const scores = scoreRfm(rfmFactsOf(transactions));
    const ten = summarizeSegments(scores, tenSegmentsOf(scores));
    const eight = summarizeSegments(scores, eightSegmentsOf(scoreRfm(scores.facts, { kind: 'mean' })));
    for (const segments of [ten, eight])
      expect(segments.reduce((sum, { people }) => sum + people, 0)).toBe(scores.facts.customer.length);
    const fifths = scoreCounts(scores.monetary, 5);
    expect(Math.max(...fifths) - Math.min(...fifths)).toBeLessThan(20);
    const champions = ten.find(({ segment }) => segment.code === 'champion');
    expect(champions?.salesShare).toBeGreaterThan(0.45);
  });

  it('forecasts the season that libraries miss: purchases within a tenth, revenue within a fifth, where plain models miss a fifth and two fifths', () => {
    const result = backtest(transactions, {
      calibrationEnd: dayNumberOf(2011, 9, 9),
      horizonDays: 91,
      shoppingYear: 'united-kingdom',
      forecasters: ['bg-nbd/calendar', 'bg-nbd/plain', 'bg-nbd/published', 'rate-so-far', 'last-stretch'],
    });
    const of = (name: string) => result.results.find((one) => one.name === name);
    expect(result.chosen).toBe('bg-nbd/calendar');
    expect(result.chosenBy).toBe('inner-folds');
    expect(Math.abs(of('bg-nbd/calendar')?.purchases?.bias ?? 1)).toBeLessThan(0.1);
    expect(Math.abs(of('bg-nbd/calendar')?.sales?.bias ?? 1)).toBeLessThan(0.19);
    expect(of('bg-nbd/published')?.purchases?.bias).toBeLessThan(-0.2);
    expect(of('bg-nbd/published')?.sales?.bias).toBeLessThan(-0.33);
    for (const rival of ['bg-nbd/plain', 'bg-nbd/published', 'rate-so-far', 'last-stretch']) {
      expect(of('bg-nbd/calendar')?.purchases?.deviance).toBeLessThan(of(rival)?.purchases?.deviance ?? 0);
      expect(of('bg-nbd/calendar')?.sales?.rmse).toBeLessThan(of(rival)?.sales?.rmse ?? 0);
    }
  });

  it('warns of churn before the season with believable probabilities', () => {
    const asOf = dayNumberOf(2011, 10, 10);
    const known = occasionsOf(transactions, { to: asOf });
    const calendar = learnCalendar(known, { shoppingYear: 'united-kingdom', from: transactions.firstOn, to: asOf });
    const warning = warnOfChurn(known, { asOf, horizonDays: 60, time: operationalTimeOf(calendar, asOf + 60) });
    const reliability = reliabilityOf(
      warning.noPurchase,
      noPurchaseOf(transactions, warning.customer, { after: asOf, to: asOf + 60 }),
    );
    expect(reliability.calibrationError).toBeLessThan(0.05);
    expect(reliability.areaUnderCurve).toBeGreaterThan(0.72);
    expect(reliability.brier).toBeLessThan(reliability.brierOfAverage * 0.85);
  });

  it('has windows of its own, longer than folklore', () => {
    const { suggested, folklore, caution } = suggestWindows(everything, transactions.lastOn);
    expect(suggested.windows.activeDays).toBeGreaterThan(60);
    expect(folklore.outcomes[2].wouldReturnShare).toBeGreaterThan(0.2);
    expect(suggested.outcomes[2].wouldReturnShare).toBeLessThan(folklore.outcomes[2].wouldReturnShare / 2);
    expect(caution).toBe('short-history');
  });

  it('is carried by few', () => {
    const { monetary } = rfmFactsOf(transactions);
    const { topShares, gini } = concentrationOf(monetary);
    expect(topShares.find(({ people }) => people === 0.1)?.value).toBeGreaterThan(0.5);
    expect(gini).toBeGreaterThan(0.7);
    expect(returnsOf(transactions, transactions.lastOn).share).toBeGreaterThan(0.05);
    expect(cohortsOf(everything, transactions.lastOn).firstCohortMixed).toBe(true);
  });
});

describe.skipIf(!hasPublicData(CDNOW_SAMPLE))('CDNOW, 1997 to mid-1998', () => {
  it('is forecast 39 weeks ahead no worse than as published, and far better than by naive rivals', () => {
    const result = backtest(readCdnowSample(), {
      calibrationEnd: dayNumberOf(1997, 9, 30),
      horizonDays: 273,
      shoppingYear: 'united-states',
    });
    const of = (name: string) => result.results.find((one) => one.name === name);
    const chosen = of(result.chosen);
    expect(chosen?.purchases?.deviance).toBeLessThan((of('bg-nbd/published')?.purchases?.deviance ?? 0) * 1.0201);
    expect(of('rate-so-far')?.purchases?.bias).toBeGreaterThan(0.4);
    expect(chosen?.purchases?.deviance).toBeLessThan((of('last-stretch')?.purchases?.deviance ?? 0) * 0.7);
    expect(result.betterRivals).toEqual([]);
    expect(result.interval?.coverage).toBeGreaterThan(0.75);
    expect(result.interval?.coverage).toBeLessThan(0.85);
  });
});

describe.skipIf(!hasPublicData(COMPLETE_JOURNEY))('The Complete Journey, groceries of 2017', () => {
  it('is known for everyday shopping, so that Christmas is not overdone', () => {
    const transactions = readCompleteJourney();
    const result = backtest(transactions, {
      calibrationEnd: dayNumberOf(2017, 9, 30),
      horizonDays: 91,
      shoppingYear: 'united-states',
      forecasters: ['bg-nbd/calendar', 'rate-so-far'],
    });
    const [calendar, rate] = result.results;
    expect(Math.abs(calendar?.purchases?.bias ?? 1)).toBeLessThan(0.06);
    expect(calendar?.purchases?.deviance).toBeLessThan(rate?.purchases?.deviance ?? 0);
  });
});
