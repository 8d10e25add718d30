import { checkCount } from './allocation.ts';

/** Units issued in one calendar month, followed month by month. Taken back by refunds: never issued. */
export interface UnitCohort {
  /** Months since January 1970. */
  readonly issueMonth: number;
  readonly issuedUnits: number;
  /** Units redeemed in the month of issue, the one after, and so on, to the last month that is over. */
  readonly redeemedByAge: readonly number[];
  /** Units that expired, likewise. */
  readonly expiredByAge: readonly number[];
}

/** @throws RangeError as `expectBreakage`. */
export function checkCohort({ issueMonth, issuedUnits, redeemedByAge, expiredByAge }: UnitCohort): void {
  checkCount(issuedUnits, 'issuedUnits');
  for (const units of [...redeemedByAge, ...expiredByAge]) checkCount(units, 'units of an age');
  if (redeemedByAge.length !== expiredByAge.length)
    throw new RangeError(`cohort ${issueMonth} was followed for as many months by redemption as by expiry`);
  if (sumOf(redeemedByAge) + sumOf(expiredByAge) > issuedUnits)
    throw new RangeError(`more units of cohort ${issueMonth} went than were issued`);
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
