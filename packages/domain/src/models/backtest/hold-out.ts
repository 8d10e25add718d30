import type { ClockEvidence } from '../clv/evidence.ts';
import { isSampled } from '../statistics/sample.ts';
import { boughtBetween, customersOf } from '../transactions/bought-between.ts';
import type { Bought } from '../transactions/bought-between.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { transactionsOfCustomers } from '../transactions/sample.ts';
import type { Transactions } from '../transactions/transactions.ts';
import type { ForecasterName } from './forecasters.ts';
import type { ForecastMeasures } from './measures.ts';

export interface BacktestResult {
  readonly name: ForecasterName;
  /** `null` where the forecaster had nothing to go by. */
  readonly purchases: ForecastMeasures | null;
  readonly sales: ForecastMeasures | null;
  /** Of models: the evidence of the calibration period for their clock. */
  readonly evidence: ClockEvidence | null;
}

/** One hold-out: customers known at `calibrationEnd`, forecast to `holdoutEnd`. */
export interface HoldOut {
  readonly calibrationEnd: number;
  readonly holdoutEnd: number;
  /** Customers forecast: a fixed sample when there are more than 12,000, so that the whole comparison takes seconds. Totals are of these. */
  readonly people: number;
  /** Customers known at `calibrationEnd`. */
  readonly peopleKnown: number;
  readonly results: readonly BacktestResult[];
}

/** What was known of the customers looked at, and what they did. */
export interface HeldOut {
  /** Lines of the customers looked at, later ones too. */
  readonly transactions: Transactions;
  readonly known: Occasions;
  readonly customer: Uint32Array;
  readonly actual: Bought;
  readonly peopleKnown: number;
}

const PEOPLE_MAX = 12_000;

/** @throws RangeError when nobody had bought by `after`. */
export function holdOut(transactions: Transactions, days: { readonly after: number; readonly to: number }): HeldOut {
  const everybody = customersOf(occasionsOf(transactions, { to: days.after }));
  if (everybody.length === 0) throw new RangeError(`nobody has bought by day ${days.after}`);
  const looked = new Set(everybody.filter((who) => isSampled(who, PEOPLE_MAX, everybody.length)));
  const sample =
    looked.size === transactions.customerCount
      ? transactions
      : transactionsOfCustomers(transactions, (who) => looked.has(who));
  const known = occasionsOf(sample, { to: days.after });
  const customer = customersOf(known);
  const actual = boughtBetween(occasionsOf(sample, { to: days.to }), customer, days);
  return { transactions: sample, known, customer, actual, peopleKnown: everybody.length };
}
