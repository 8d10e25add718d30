import type { Calendar } from '../calendar/learn.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import type { OperationalTime, TimedHistories } from '../calendar/operational-time.ts';
import type { PurchaseModel } from '../purchase/purchase-model.ts';
import type { GammaGammaModel } from '../spend/spend-model.ts';
import type { SpendHistories } from '../spend/spend-history.ts';

/** Which purchase model, and on which clock. `calendar` runs it on operational time, `plain` on days. */
export interface ValueModelChoice {
  readonly purchase: PurchaseModel['kind'];
  readonly clock: 'calendar' | 'plain';
}

export interface ValueModelOptions extends ValueModelChoice {
  /** Fitted on what was known at the end of this day. */
  readonly asOf: number;
  /** How far the clock must reach beyond `asOf`, in days. */
  readonly horizonDays: number;
  /** Whose holidays the `calendar` clock knows; `none` leaves weekday, and season once two years are there. */
  readonly shoppingYear: ShoppingYear;
  /** Let the models forecast the last stretch before `asOf` first and correct their level by it (`ForecastLevels`); true where absent. */
  readonly learnsLevels?: boolean;
}

/**
 * Corrections of the two models' general level, learned by letting them forecast the last stretch before `asOf` and comparing. They catch what the models assume away: that spend says nothing of
 * frequency (where big spenders go on to buy more often, forecast sales are too low even if both forecast means are right), that order values do not grow, that nobody's rate changes.
 */
export interface ForecastLevels {
  /** Factors on expected purchases and on expected spend (that of sales over that of purchases); 1 changes nothing. */
  readonly purchases: number;
  readonly spend: number;
  /** What the stretch showed before shrinkage: actual over forecast. NaN where there was too little. */
  readonly rawPurchases: number;
  readonly rawSpend: number;
  /** Length of the stretch in days; 0 when the history was too short to learn from. */
  readonly windowDays: number;
}

/** Everything needed to say what each customer will buy: when (purchase model on a clock) and for how much (Gamma-Gamma). */
export interface ValueModel {
  readonly choice: ValueModelChoice;
  readonly asOf: number;
  readonly calendar: Calendar | null;
  readonly time: OperationalTime;
  readonly histories: TimedHistories;
  /** Parameters in operational days. */
  readonly purchase: PurchaseModel<'day'>;
  /** Spend per purchase day, net of returns known by then; one row a row of `histories`. */
  readonly spendHistories: SpendHistories;
  /** `null` when nobody has spent anything. */
  readonly spend: GammaGammaModel | null;
  readonly levels: ForecastLevels;
}
