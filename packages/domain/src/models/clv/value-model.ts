import type { Calendar } from '../calendar/learn.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import type { OperationalTime, TimedHistories } from '../calendar/operational-time.ts';
import type { PurchaseModel } from '../purchase/purchase-model.ts';
import type { SpendEvidence } from '../spend/spend-history.ts';
import type { SpendKind, SpendModel } from '../spend/spend-model.ts';

/** Which purchase model, on which clock, with which spend and how much of the learned levels. `calendar` runs it on operational time, `plain` on days. */
export interface ValueModelChoice {
  readonly purchase: PurchaseModel['kind'];
  readonly clock: 'calendar' | 'plain';
  readonly spend: SpendKind;
  readonly levels: LevelTrust;
}

/** How much of a learned level is used, 0 (none) to 1; hold-outs decide it. */
export interface LevelTrust {
  readonly purchases: number;
  readonly spend: number;
}

export const NO_TRUST: LevelTrust = { purchases: 0, spend: 0 };

/** Gamma-Gamma and no levels where a choice does not name them. */
export interface ValueModelOptions
  extends Pick<ValueModelChoice, 'purchase' | 'clock'>, Partial<Pick<ValueModelChoice, 'spend' | 'levels'>> {
  /** Fitted on what was known at the end of this day. */
  readonly asOf: number;
  /** How far the clock must reach beyond `asOf`, in days. */
  readonly horizonDays: number;
  /** Whose holidays the `calendar` clock knows; `none` leaves weekday, and season once two years are there. */
  readonly shoppingYear: ShoppingYear;
}

/**
 * Corrections of the two models' general level, learned by letting them forecast the last stretch before `asOf` and comparing. They catch what the models assume away: that spend says nothing of
 * frequency (where big spenders go on to buy more often, forecast sales are too low even if both forecast means are right), that order values do not grow, that nobody's rate changes.
 */
export interface ForecastLevels {
  /** Factors on expected purchases and on expected spend (that of sales over that of purchases); 1 changes nothing. */
  readonly purchases: number;
  readonly spend: number;
  /** What the stretch showed before shrinkage: actual over forecast. NaN where there was too little or no level is used. */
  readonly rawPurchases: number;
  readonly rawSpend: number;
  /** How much busier the calendar says the time ahead is than the stretch was, as a logarithm; what was seen in another season is trusted less. */
  readonly seasonGap: number;
  /** Length of the stretch in days; 0 when nothing was learned. */
  readonly windowDays: number;
}

/** Everything needed to say what each customer will buy: when (purchase model on a clock) and for how much. */
export interface ValueModel {
  /** As used: where Gamma-Gamma was asked for and these customers do not determine it, `spend` is `credibility`. */
  readonly choice: ValueModelChoice;
  readonly asOf: number;
  readonly calendar: Calendar | null;
  readonly time: OperationalTime;
  readonly histories: TimedHistories;
  /** Parameters in operational days. */
  readonly purchase: PurchaseModel<'day'>;
  /** Spend per purchase day, net of returns known by then; one row a row of `histories`. */
  readonly spendHistories: SpendEvidence;
  /** `null` when nobody has spent anything. */
  readonly spend: SpendModel | null;
  readonly levels: ForecastLevels;
}
