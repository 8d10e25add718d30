import { monthLabelOf } from '../statistics/months.ts';

/** Accounts of the entries, to be mapped to those of the books. */
export type BookAccount =
  /** Where sales were booked as they were paid, goods and points together. */
  | 'revenue_sales'
  /** What is owed to members for points. */
  | 'contract_liability'
  /** Revenue as points are redeemed, or are not expected to be any more. */
  | 'revenue_points';

/** One line of an entry, flat as a line of a file: exactly one of the two amounts is above zero. */
export interface BookLine {
  /** `YYYY-MM`, the period in which it is booked. */
  readonly month: string;
  /** Both lines of an entry bear the same name: `2026-01/deferral`. */
  readonly entry: string;
  readonly account: BookAccount;
  readonly debitMinor: number;
  readonly creditMinor: number;
}

/** What a month changes, over all batches of points. */
export interface MonthOfPoints {
  /** Months since January 1970. */
  readonly month: number;
  /** Put off with the month's sales; below zero where refunds gave back more than was sold. */
  readonly deferredMinor: number;
  /** Earned in the month; below zero by a rise of the estimate. */
  readonly revenueMinor: number;
}

/**
 * Entries for the books, by month: a deferral takes the points' part out of the revenue from sales into the
 * liability, a recognition takes it out of the liability into the revenue from points. Amounts below zero change
 * sides; those of nothing are left out.
 * @throws RangeError for an amount that is no safe integer.
 */
export function bookLinesOf(months: readonly MonthOfPoints[]): readonly BookLine[] {
  return months.flatMap(({ month, deferredMinor, revenueMinor }) => {
    const label = monthLabelOf(month);
    return [
      ...entryOf({ month: label, name: 'deferral', amountMinor: deferredMinor }, [
        'revenue_sales',
        'contract_liability',
      ]),
      ...entryOf({ month: label, name: 'recognition', amountMinor: revenueMinor }, [
        'contract_liability',
        'revenue_points',
      ]),
    ];
  });
}

interface EntryHead {
  readonly month: string;
  readonly name: string;
  readonly amountMinor: number;
}

function entryOf(head: EntryHead, [debit, credit]: readonly [BookAccount, BookAccount]): readonly BookLine[] {
  const { month, name, amountMinor } = head;
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`amounts are whole: got ${amountMinor}`);
  if (amountMinor === 0) return [];
  if (amountMinor < 0) return entryOf({ ...head, amountMinor: -amountMinor }, [credit, debit]);
  const entry = `${month}/${name}`;
  return [
    { month, entry, account: debit, debitMinor: amountMinor, creditMinor: 0 },
    { month, entry, account: credit, debitMinor: 0, creditMinor: amountMinor },
  ];
}
