import { aliveCustomer, entryProbability, firstDropOuts } from './alive-customer.ts';
import { settledHistory } from '../histories/check-histories.ts';
import { discountedFutureTransactions, futureCount, futureSilence, futureTransactions } from './future.ts';
import type { PurchaseHistory, Span, TimeUnit } from '../histories/history.ts';
import { createParetoIntegral, integrateDeath } from './pareto-integral.ts';
import type { PurchaseModel } from './purchase-model.ts';

/** A number of purchases within a time from now. */
export interface CountQuestion<U extends TimeUnit = TimeUnit> {
  readonly count: number;
  readonly horizon: Span<U>;
}

export interface DiscountOptions<U extends TimeUnit = TimeUnit> {
  /** Continuous discount rate per unit of time: ln(1 + annual rate) / units in a year. */
  readonly ratePerUnit: number;
  /** How far to count; for ever where absent, which needs a positive rate. */
  readonly horizon?: Span<U>;
}

/**
 * The chance that the customer has not dropped out by the end of observation (Fader, Hardie, Lee
 * 2005; Schmittlein, Morrison, Colombo 1987, equations 11 to 13).
 * Under BG/NBD it is 1 for everybody without a repeat purchase: as a churn warning use
 * `probabilityNoPurchase`. @throws RangeError on an impossible history or another unit.
 */
export function probabilityAlive<U extends TimeUnit>(model: PurchaseModel<U>, history: PurchaseHistory<U>): number {
  return aliveUnchecked(model, settled(model, history));
}

/** Expected purchases within the horizon from the end of observation. @throws RangeError */
export function expectedTransactions<U extends TimeUnit>(
  model: PurchaseModel<U>,
  history: PurchaseHistory<U>,
  horizon: Span<U>,
): number {
  const known = settled(model, history);
  const customer = aliveCustomer(model, known.frequency, known.age);
  return aliveUnchecked(model, known) * futureTransactions(customer, horizon);
}

/** The chance of no purchase within the horizon: gone already, or silent. @throws RangeError */
export function probabilityNoPurchase<U extends TimeUnit>(
  model: PurchaseModel<U>,
  history: PurchaseHistory<U>,
  horizon: Span<U>,
): number {
  const known = settled(model, history);
  const customer = aliveCustomer(model, known.frequency, known.age);
  const alive = aliveUnchecked(model, known);
  return 1 - alive * (1 - futureSilence(customer, horizon));
}

/** The chance of exactly `count` purchases within the horizon. @throws RangeError */
export function probabilityOfCount<U extends TimeUnit>(
  model: PurchaseModel<U>,
  history: PurchaseHistory<U>,
  question: CountQuestion<U>,
): number {
  if (question.count === 0) return probabilityNoPurchase(model, history, question.horizon);
  const known = settled(model, history);
  checkCount(question.count);
  const customer = aliveCustomer(model, known.frequency, known.age);
  return aliveUnchecked(model, known) * futureCount(customer, question);
}

/**
 * Expected purchases to come, each discounted to now: DERT of Fader, Hardie, Lee (2005), "RFM
 * and CLV". @throws RangeError on a negative rate, or a rate of 0 without a horizon.
 */
export function discountedExpectedTransactions<U extends TimeUnit>(
  model: PurchaseModel<U>,
  history: PurchaseHistory<U>,
  options: DiscountOptions<U>,
): number {
  const known = settled(model, history);
  const customer = aliveCustomer(model, known.frequency, known.age);
  const discount = checkDiscount(options);
  return aliveUnchecked(model, known) * discountedFutureTransactions(customer, discount);
}

/** Expected repeat purchases of a new customer within the horizon from her first purchase. */
export function expectedTransactionsNewCustomer<U extends TimeUnit>(model: PurchaseModel<U>, horizon: Span<U>): number {
  return entryProbability(model) * futureTransactions(aliveCustomer(model, 0, 0), horizon);
}

/** The chance that a new customer makes exactly `count` repeat purchases. @throws RangeError */
export function probabilityOfCountNewCustomer<U extends TimeUnit>(
  model: PurchaseModel<U>,
  question: CountQuestion<U>,
): number {
  checkCount(question.count);
  const enters = entryProbability(model);
  const chance = enters * futureCount(aliveCustomer(model, 0, 0), question);
  return question.count === 0 ? 1 - enters + chance : chance;
}

/** P(alive) of a history known to be possible; for scoring many in a loop. */
export function aliveUnchecked(model: PurchaseModel, history: Omit<PurchaseHistory, 'unit'>): number {
  const { frequency, recency, age } = history;
  const shape = model.parameters.r + frequency;
  const { alpha } = model.parameters;
  const gap = Math.log((alpha + age) / (alpha + recency));
  if (model.kind === 'pareto-nbd') {
    const { s, beta } = model.parameters;
    integral.purchasePower = shape;
    integral.alpha = alpha;
    integral.deathPower = s + 1;
    integral.beta = beta;
    integrateDeath(integral, recency, age);
    const deathGap = Math.log((beta + age) / (beta + recency));
    const odds = ((s * integral.value) / (beta + recency)) * Math.exp(shape * gap + s * deathGap);
    return 1 / (1 + odds);
  }
  const faced = frequency + firstDropOuts(model);
  if (faced === 0) return 1;
  const { a, b } = model.parameters;
  return 1 / (1 + (a / (b + faced - 1)) * Math.exp(shape * gap));
}

const integral = createParetoIntegral();

/** The options with the infinite horizon spelled out. @throws RangeError */
export function checkDiscount(options: DiscountOptions): { ratePerUnit: number; horizon: number } {
  const { ratePerUnit, horizon = Infinity } = options;
  if (!(ratePerUnit >= 0 && ratePerUnit < Infinity)) {
    throw new RangeError(`a discount rate must be finite and not negative: got ${ratePerUnit}`);
  }
  if (ratePerUnit === 0 && horizon === Infinity) {
    throw new RangeError('without a horizon the discount rate must be positive: got 0');
  }
  return { ratePerUnit, horizon };
}

function settled(model: PurchaseModel, history: PurchaseHistory): PurchaseHistory {
  if (model.unit !== history.unit) {
    throw new RangeError(`the model counts ${model.unit}s and the history ${history.unit}s`);
  }
  return settledHistory(history);
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`a number of purchases must be whole, zero or more: got ${count}`);
  }
}
