import type { ShoppingYear } from '@perennial/domain/models';
import type { FileEncoding } from '../../table-files/guess-encoding.ts';
import type { DayOrder, DecimalSign } from '@perennial/domain/reading';

/** What the user states instead of leaving it to the guess. Days since 1970-01-01. */
export interface AnalyzeWishes {
  readonly map: readonly string[];
  readonly encoding?: FileEncoding | undefined;
  readonly delimiter?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly dateFormat?: DayOrder | undefined;
  readonly decimal?: DecimalSign | undefined;
  /** Percent of the lines that may be unreadable. */
  readonly rejectsPercentMax?: number | undefined;
  readonly currency?: string | undefined;
  readonly dropsDuplicates: boolean;
  readonly asOf?: number | undefined;
  readonly calibrationEnd?: number | undefined;
  readonly horizonDays?: number | undefined;
  /** Share of sales, 0 to 1. */
  readonly margin: number;
  /** Yearly rate. */
  readonly discount: number;
  readonly unit: 'day' | 'week';
  readonly shoppingYear?: ShoppingYear | undefined;
}
