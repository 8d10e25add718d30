import type { Claim, HoldOutOutcome, PropertyOutcome, TruthData } from '../claims/claim.ts';
import { remember } from '../claims/cdnow.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import { transactionsOf } from '../rfm/truth-claims.ts';
import { dayNumberOf } from '../statistics/months.ts';
import type { Transactions } from '../transactions/transactions.ts';
import { backtest } from './backtest.ts';
import type { Backtest } from './backtest.ts';
import type { ForecasterName } from './forecasters.ts';
import { isAsGood } from './guard.ts';
import type { Measured } from './guard.ts';

interface Stretch {
  readonly topic: string;
  readonly data: (data: TruthData) => object | null;
  readonly transactions: (data: TruthData) => Transactions | null;
  readonly calibrationEnd: number;
  readonly horizonDays: number;
  readonly shoppingYear: ShoppingYear;
}

const onlineRetail = {
  data: ({ onlineRetail: lines }: TruthData) => lines,
  transactions: ({ onlineRetail: lines }: TruthData) => lines,
  shoppingYear: 'united-kingdom',
} as const;

const stretches: readonly Stretch[] = [
  {
    ...onlineRetail,
    topic: 'Held out: Online Retail, 13 weeks from 2011-09-10',
    calibrationEnd: dayNumberOf(2011, 9, 9),
    horizonDays: 91,
  },
  {
    ...onlineRetail,
    topic: 'Held out: Online Retail, 26 weeks from 2011-06-11',
    calibrationEnd: dayNumberOf(2011, 6, 10),
    horizonDays: 182,
  },
  {
    topic: 'Held out: CDNOW sample, 39 weeks from 1997-10-01',
    data: ({ cdnowSample }) => cdnowSample,
    transactions: ({ cdnowSample }) => cdnowSample && transactionsOf(cdnowSample),
    calibrationEnd: dayNumberOf(1997, 9, 30),
    horizonDays: 273,
    shoppingYear: 'united-states',
  },
  {
    topic: 'Held out: The Complete Journey, 13 weeks from 2017-10-01',
    data: ({ completeJourney }) => completeJourney,
    transactions: ({ completeJourney }) => completeJourney,
    calibrationEnd: dayNumberOf(2017, 9, 30),
    horizonDays: 91,
    shoppingYear: 'united-states',
  },
];

/** Shown beside ours, the model first that everybody else fits. */
const beside = [
  'bg-nbd/published',
  'rate-so-far',
  'last-stretch',
  'last-year',
  'mean-rate',
] as const satisfies readonly ForecasterName[];

/** The choice and its rivals on stretches of public data that were held out, and what is told of its chances. */
export const backtestClaims: readonly Claim[] = stretches.flatMap((stretch): readonly Claim[] => {
  const { topic } = stretch;
  return [
    { kind: 'hold-out', topic, name: '**chosen before**', check: (data) => chosenRow(testOf(stretch, data)) },
    ...beside.map((name): Claim => ({
      kind: 'hold-out',
      topic,
      name,
      check: (data) => rowOf(testOf(stretch, data), name),
    })),
    { kind: 'property', topic, name: 'chosen on', check: (data) => told(testOf(stretch, data), choiceTold) },
    {
      kind: 'property',
      topic,
      name: 'the chance of no purchase orders people at least as well as expected purchases',
      check: (data) => told(testOf(stretch, data), orderTold),
    },
    {
      kind: 'property',
      topic,
      name: 'the chance of no purchase holds in each tenth, or it is said that it does not',
      check: (data) => told(testOf(stretch, data), calibrationTold),
    },
    {
      kind: 'property',
      topic,
      name: 'intervals of 80 % hold what 75 to 85 % of the customers bring',
      check: (data) => told(testOf(stretch, data), intervalTold),
    },
  ];
});

const stores = new Map<Stretch, WeakMap<object, Backtest>>();

function testOf(stretch: Stretch, data: TruthData): Backtest | null {
  const key = stretch.data(data);
  const transactions = stretch.transactions(data);
  if (key === null || transactions === null) return null;
  const store = stores.get(stretch) ?? new WeakMap<object, Backtest>();
  stores.set(stretch, store);
  return remember(store, key, () => backtest(transactions, stretch));
}

function measuredBy({ results }: Backtest, name: ForecasterName): Measured | null {
  const result = results.find((one) => one.name === name);
  return result?.purchases && result.sales ? { purchases: result.purchases, sales: result.sales } : null;
}

function chosenRow(test: Backtest | null): HoldOutOutcome | null {
  if (test === null) return null;
  const chosen = measuredBy(test, test.chosen);
  const plain = measuredBy(test, 'bg-nbd/published');
  if (chosen === null || plain === null) return null;
  return { isHeld: isAsGood(chosen, plain), cells: cellsOf(chosen) };
}

function rowOf(test: Backtest | null, name: ForecasterName): HoldOutOutcome | null {
  if (test === null) return null;
  const measured = measuredBy(test, name);
  return { isHeld: null, cells: measured === null ? Array.from({ length: 9 }, () => '–') : cellsOf(measured) };
}

/** Three digits of errors: more would differ between processors. */
function cellsOf({ purchases, sales }: Measured): readonly string[] {
  const missed = (bias: number): string => `${bias < 0 ? '−' : '+'}${Math.abs(bias * 100).toFixed(1)} %`;
  return [
    purchases.forecastTotal.toFixed(0),
    purchases.actualTotal.toFixed(0),
    missed(purchases.bias),
    purchases.rmse.toFixed(3),
    purchases.deviance.toFixed(3),
    sales.forecastTotal.toFixed(0),
    sales.actualTotal.toFixed(0),
    missed(sales.bias),
    sales.rmse.toPrecision(4),
  ];
}

function told(test: Backtest | null, tell: (test: Backtest) => PropertyOutcome): PropertyOutcome | null {
  return test === null ? null : tell(test);
}

function choiceTold({ choice, chosenBy, choosing, betterRivals }: Backtest): PropertyOutcome {
  const { purchase, clock, spend, levels } = choice;
  const where = {
    'inner-folds': `${choosing.folds.length} stretches before`,
    evidence: 'no stretch, the history being short',
    'this-hold-out': 'this stretch, because what stretches before had chosen was worse than plain BG/NBD',
  }[chosenBy];
  const better = betterRivals.map(({ name, by }) => `${name} by ${by.join(' and ')}`);
  return {
    isHeld: true,
    evidence: `${where}: ${purchase} on ${clock} days, ${spend}, levels ${levels.purchases} and ${levels.spend}; rivals without a model that did better: ${better.join(', ') || 'none'}`,
  };
}

function orderTold({ silence }: Backtest): PropertyOutcome {
  if (silence === null) return { isHeld: true, evidence: 'not tested' };
  const ours = silence.reliability.areaUnderCurve;
  return {
    isHeld: ours >= silence.areaUnderCurveOfForecast - 1e-9,
    evidence: `area under the curve ${ours.toFixed(3)} against ${silence.areaUnderCurveOfForecast.toFixed(3)}`,
  };
}

function calibrationTold({ silence }: Backtest): PropertyOutcome {
  if (silence === null) return { isHeld: true, evidence: 'not tested' };
  const { isCalibrated, tenthsOff, reliability } = silence;
  return {
    isHeld: isCalibrated === (tenthsOff === 0),
    evidence: `${isCalibrated ? 'holds' : `said not to hold: ${tenthsOff} of ${reliability.bins.length} tenths are off`}; mean difference ${(reliability.calibrationError * 100).toFixed(1)} points`,
  };
}

function intervalTold({ interval }: Backtest): PropertyOutcome {
  if (interval === null) return { isHeld: true, evidence: 'not tested' };
  const { coverage, nothing } = interval;
  return {
    isHeld: coverage >= 0.75 && coverage <= Math.max(0.85, nothing + 0.02),
    evidence: `${(coverage * 100).toFixed(0)} % of the customers; ${(nothing * 100).toFixed(0)} % brought nothing`,
  };
}
