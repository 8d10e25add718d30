import type { ShoppingYear } from '../calendar/holidays.ts';
import { customerValues } from '../clv/customer-value.ts';
import type { CustomerValues } from '../clv/customer-value.ts';
import { fitValueModel } from '../clv/fit-value-model.ts';
import { levelsSeen } from '../clv/levels.ts';
import type { LevelsSeen } from '../clv/levels.ts';
import type { ValueModel, ValueModelChoice } from '../clv/value-model.ts';
import { boughtBetween, customersOf } from '../transactions/bought-between.ts';
import type { Bought } from '../transactions/bought-between.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import type { Occasions } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import type { InnerFold } from './folds.ts';

export type ModelOnClock = Pick<ValueModelChoice, 'purchase' | 'clock'>;

/** One inner fold: what was known, what happened, and forecasts made of the one and not of the other. */
export interface FoldEvidence {
  readonly fold: InnerFold;
  readonly known: Occasions;
  readonly actual: Bought;
  /** Fitted without levels when first asked for, and kept. */
  readonly forecastBy: (choice: ModelOnClock) => FoldForecast;
}

export interface FoldForecast {
  readonly model: ValueModel;
  readonly values: CustomerValues;
  /** `null` where hardly anything was bought. */
  readonly seen: LevelsSeen | null;
}

/** `transactions` are those of the customers to be looked at. Folds before which nobody had bought are left out. */
export function gatherFolds(
  transactions: Transactions,
  folds: readonly InnerFold[],
  shoppingYear: ShoppingYear,
): readonly FoldEvidence[] {
  return folds.flatMap((fold): FoldEvidence[] => {
    const known = occasionsOf(transactions, { to: fold.asOf });
    if (known.count === 0) return [];
    const happened = occasionsOf(transactions, { to: fold.until });
    const actual = boughtBetween(happened, customersOf(known), { after: fold.asOf, to: fold.until });
    const made = new Map<string, FoldForecast>();
    return [
      {
        fold,
        known,
        actual,
        forecastBy: (choice) => {
          const key = `${choice.purchase}/${choice.clock}`;
          const forecast = made.get(key) ?? forecastOf({ fold, known, actual, shoppingYear, choice });
          made.set(key, forecast);
          return forecast;
        },
      },
    ];
  });
}

interface ForecastWork {
  readonly fold: InnerFold;
  readonly known: Occasions;
  readonly actual: Bought;
  readonly shoppingYear: ShoppingYear;
  readonly choice: ModelOnClock;
}

function forecastOf({ fold, known, actual, shoppingYear, choice }: ForecastWork): FoldForecast {
  const horizonDays = fold.until - fold.asOf;
  const model = fitValueModel(known, { ...choice, asOf: fold.asOf, horizonDays, shoppingYear });
  const values = customerValues(model, { horizonDays });
  return { model, values, seen: levelsSeen(values, actual) };
}
