import { NO_TRUST } from '../clv/value-model.ts';
import type { ValueModelChoice } from '../clv/value-model.ts';
import { isRival } from './forecasters.ts';
import type { RivalName } from './forecasters.ts';
import type { BacktestResult } from './hold-out.ts';
import type { ForecastMeasures } from './measures.ts';

/** A rival without a model that did better on the hold-out than what was chosen. */
export interface BetterRival {
  readonly name: RivalName;
  readonly by: readonly ('purchases-rmse' | 'purchases-deviance' | 'sales-rmse')[];
}

export interface Measured {
  readonly purchases: ForecastMeasures;
  readonly sales: ForecastMeasures;
}

/** Less than a hundredth of an error is no difference, nor what a shock of one stretch moves a total by: the next stretch would turn it around. */
const ERROR_TOLERANCE = 1.01;
/** Deviance grows with the square of an error. */
const DEVIANCE_TOLERANCE = ERROR_TOLERANCE ** 2;
const BIAS_TOLERANCE = 0.05;

/** Whether a forecast is as good as another in every respect that the report tells: error and deviance of purchases, error and total of sales. */
export function isAsGood(one: Measured, other: Measured): boolean {
  const isMissedMore = Math.abs(one.sales.bias) > Math.abs(other.sales.bias) + BIAS_TOLERANCE;
  return ERRORS.every((error) => !isWorse(error, one, other)) && !isMissedMore;
}

/** Rivals that did better in some error, and in which. */
export function betterRivals(one: Measured, results: readonly BacktestResult[]): readonly BetterRival[] {
  return results.flatMap(({ name, purchases, sales }): BetterRival[] => {
    if (!isRival(name) || purchases === null || sales === null) return [];
    const by = ERRORS.filter((error) => isWorse(error, one, { purchases, sales }));
    return by.length === 0 ? [] : [{ name, by }];
  });
}

const ERRORS = ['purchases-rmse', 'purchases-deviance', 'sales-rmse'] as const;

function isWorse(error: (typeof ERRORS)[number], one: Measured, other: Measured): boolean {
  switch (error) {
    case 'purchases-rmse':
      return one.purchases.rmse > other.purchases.rmse * ERROR_TOLERANCE;
    case 'purchases-deviance':
      return one.purchases.deviance > other.purchases.deviance * DEVIANCE_TOLERANCE;
    case 'sales-rmse':
      return one.sales.rmse > other.sales.rmse * ERROR_TOLERANCE;
  }
}

/** What takes the place of a choice that did worse than plain BG/NBD, the nearest to it first; the last is plain BG/NBD as published. */
export function fallbacksOf(choice: ValueModelChoice): readonly ValueModelChoice[] {
  const plain = { purchase: 'bg-nbd', clock: 'plain', levels: NO_TRUST } as const;
  const candidates: readonly ValueModelChoice[] = [
    choice,
    { ...choice, levels: NO_TRUST },
    { ...choice, purchase: 'bg-nbd', levels: NO_TRUST },
    { ...plain, spend: choice.spend },
    { ...plain, spend: 'gamma-gamma' },
    { ...plain, spend: 'gamma-gamma-repeat' },
  ];
  const seen = new Set<string>();
  return candidates.filter((one) => {
    const key = [one.purchase, one.clock, one.spend, one.levels.purchases, one.levels.spend].join('/');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
