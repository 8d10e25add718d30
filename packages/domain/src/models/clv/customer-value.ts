import { operationalSpan } from '../calendar/operational-time.ts';
import { span } from '../histories/history.ts';
import { scoreCustomers } from '../purchase/score.ts';
import { scoreSpend } from '../spend/spend.ts';
import { sumOf } from '../statistics/order.ts';
import { nominalLevel, valueDistributions, valueIntervals } from './value-interval.ts';
import type { ValueModel } from './value-model.ts';

export interface ValueOptions {
  /** Days ahead, at most what the model's clock reaches. */
  readonly horizonDays: number;
  /** Profit as a share of sales, within [0, 1]; 1 (sales themselves) where absent. */
  readonly marginShare?: number;
  /** Yearly discount rate, ≥ 0: 0.1 makes a sale in a year worth 1/1.1 today; 0 where absent. */
  readonly annualDiscountRate?: number;
  /** Share of customers whose interval is to hold what they will bring, within (0, 1), such as 0.8; no intervals where absent. */
  readonly interval?: number;
}

/** What each customer is expected to bring within the horizon; rows as in `customer`. Money in units of currency. */
export interface CustomerValues {
  readonly customer: Uint32Array;
  readonly probabilityAlive: Float64Array;
  readonly noPurchase: Float64Array;
  readonly expectedPurchases: Float64Array;
  /** Expected net amount of a purchase day. */
  readonly expectedSpend: Float64Array;
  /** Undiscounted sales. */
  readonly sales: Float64Array;
  /** Discounted and times the margin: the customer's value. */
  readonly value: Float64Array;
  /** Ends of the prediction interval of the value; `null` unless asked for. What this customer will do, the model taken as true. */
  readonly low: Float64Array | null;
  readonly high: Float64Array | null;
  readonly totalSales: number;
  readonly totalValue: number;
}

const DAYS_PER_YEAR = 365.25;

/**
 * Customer lifetime value over a finite horizon: discounted expected purchases × expected spend × margin (Fader, Hardie & Lee 2005, "RFM and CLV", equation 4, with their
 * DERT cut at the horizon). On an operational clock the horizon is its operational length and the discount is spread evenly over it.
 * @throws RangeError when an option is out of its range or the clock does not reach the horizon.
 */
export function customerValues(model: ValueModel, options: ValueOptions): CustomerValues {
  const { horizonDays, marginShare = 1, annualDiscountRate = 0, interval } = options;
  check(options);
  const length = operationalSpan(model.time, model.asOf, model.asOf + horizonDays);
  const ratePerUnit = (Math.log1p(annualDiscountRate) / DAYS_PER_YEAR) * (horizonDays / length);
  const horizon = span(length, 'day');
  const scores = scoreCustomers(
    model.purchase,
    { unit: 'day', ...model.histories },
    {
      horizon,
      ...(ratePerUnit > 0 && { discount: { ratePerUnit, horizon } }),
    },
  );
  const expectedSpend = spendOf(model);
  const expectedPurchases = scores.expectedTransactions.map((purchases) => purchases * model.levels.purchases);
  const discounted = scores.discountedTransactions ?? scores.expectedTransactions;
  const sales = expectedPurchases.map((purchases, row) => purchases * (expectedSpend[row] ?? 0));
  const value = discounted.map(
    (purchases, row) => purchases * model.levels.purchases * (expectedSpend[row] ?? 0) * marginShare,
  );
  const base = {
    customer: model.histories.customer,
    probabilityAlive: scores.probabilityAlive,
    noPurchase: scores.probabilityNoPurchase,
    expectedPurchases,
    expectedSpend,
    sales,
    value,
    totalSales: sumOf(sales),
    totalValue: sumOf(value),
  };
  if (interval === undefined) return { ...base, low: null, high: null };
  const distributions = valueDistributions(model, base, scores.probabilityNoPurchase);
  return { ...base, ...valueIntervals(distributions, nominalLevel(scores.probabilityNoPurchase, interval)) };
}

function spendOf(model: ValueModel): Float64Array {
  if (model.spend === null) return new Float64Array(model.histories.customer.length);
  return scoreSpend(model.spend, model.spendHistories).map((spend) => spend * model.levels.spend);
}

function check({ horizonDays, marginShare = 1, annualDiscountRate = 0, interval = 0.5 }: ValueOptions): void {
  if (!(horizonDays > 0)) throw new RangeError(`a horizon is a positive number of days: got ${horizonDays}`);
  if (!(marginShare >= 0 && marginShare <= 1))
    throw new RangeError(`a margin is a share of sales from 0 to 1: got ${marginShare}`);
  if (!(annualDiscountRate >= 0 && annualDiscountRate < 10))
    throw new RangeError(`a discount rate is a yearly rate from 0 to below 10: got ${annualDiscountRate}`);
  if (!(interval > 0 && interval < 1))
    throw new RangeError(`an interval has a probability between 0 and 1: got ${interval}`);
}
