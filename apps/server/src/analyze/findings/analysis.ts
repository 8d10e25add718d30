import type { FileGuess, Orders } from '../input/read-orders.ts';
import type { Quality } from '../input/quality.ts';
import type {
  Backtest,
  Calendar,
  ChurnReason,
  ChurnWarning,
  CohortTable,
  Concentration,
  CustomerValues,
  FirstProductEffect,
  NextPurchase,
  Priority,
  RepeatStep,
  Returns,
  RevenueMonth,
  RfmCell,
  RfmScores,
  RfmSegmentation,
  RfmSegmentSummary,
  Seasonality,
  ShoppingYear,
  StageHistory,
  StageWindowSuggestion,
  ValueModel,
} from '@perennial/domain/models';
import type { ReportedModel } from './reported-models.ts';

/** Why a figure is not there. */
export type Absence = 'no-amounts' | 'history-too-short' | 'nobody-yet' | 'nothing-after-calibration';

/** A figure, or why there is none. */
export type Maybe<T> =
  | { readonly is: 'there'; readonly value: T }
  | { readonly is: 'absent'; readonly reason: Absence };

export interface ChurnEntry {
  readonly customer: string;
  readonly noPurchase: number;
  readonly silentDays: number;
  readonly purchases: number;
  /** Net sales so far. */
  readonly sales: number;
  /** Her value times the probability that she brings nothing: never more than the value. */
  readonly atStake: number;
  readonly reasons: readonly ChurnReason[];
}

/** Everything that was found. Days since 1970-01-01, money in units of `currency`. */
export interface Analysis {
  readonly files: readonly FileGuess[];
  readonly dateFormats: Orders['dateFormats'];
  readonly notes: readonly string[];
  readonly currency: string;
  /** False where no file has amounts: what is told in money means nothing then. */
  readonly hasMoney: boolean;
  readonly shoppingYear: ShoppingYear;
  readonly settings: {
    readonly margin: number;
    readonly discount: number;
    readonly unit: 'day' | 'week';
    readonly horizonDays: number;
    readonly seed: number;
  };
  readonly asOf: number;
  readonly firstOn: number;
  readonly lastOn: number;
  readonly people: number;
  /** Customers of whom something remains after returns. */
  readonly purchases: number;
  /** Sales less returns of known customers, as the lines have it. */
  readonly netSales: number;
  /** Of customers of whom something remains; what others gave back beyond their purchases is the difference. */
  readonly netSalesOfBuyers: number;
  readonly oneTime: number;
  readonly quality: Quality;
  readonly rfm: {
    readonly scores: RfmScores;
    readonly grid: readonly RfmCell[];
    readonly eightOf: RfmSegmentation;
    readonly tenOf: RfmSegmentation;
    readonly eight: readonly RfmSegmentSummary[];
    readonly ten: readonly RfmSegmentSummary[];
  };
  readonly concentration: Concentration;
  readonly windows: StageWindowSuggestion;
  readonly stages: Uint8Array;
  readonly history: StageHistory;
  readonly cohorts: CohortTable;
  readonly revenue: readonly RevenueMonth[];
  readonly seasonality: Seasonality;
  readonly ladder: readonly RepeatStep[];
  readonly returns: Returns;
  readonly itemColumn: 'product' | 'category' | null;
  /** One in so many customers was looked at for what is bought first and next. */
  readonly itemsOneIn: number;
  readonly returnedItems: readonly { readonly name: string; readonly sales: number; readonly returned: number }[];
  readonly next: readonly NextPurchase[];
  readonly first: readonly FirstProductEffect[];
  readonly models: readonly ReportedModel[];
  readonly backtest: Maybe<Backtest>;
  readonly model: Maybe<ValueModel>;
  readonly calendar: Calendar | null;
  readonly values: Maybe<CustomerValues>;
  readonly churn: Maybe<ChurnWarning>;
  readonly churnList: readonly ChurnEntry[];
  readonly priorities: readonly Priority[];
  readonly customers: readonly string[];
}
