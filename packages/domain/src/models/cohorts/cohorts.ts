import { monthLabelOf, monthNumberOf, monthStartOf, monthTable } from '../statistics/months.ts';
import type { Occasions } from '../transactions/occasions.ts';

/** Customers who first bought in one calendar month, followed month by month. Index 0 of every list is the month of the first purchase. */
export interface Cohort {
  /** Months since January 1970, and as `YYYY-MM`. */
  readonly month: number;
  readonly label: string;
  readonly people: number;
  /** People who bought in the k-th month after. Only months that had begun by `asOf`. */
  readonly buyers: readonly number[];
  /** `buyers` over `people`, within [0, 1]. */
  readonly retention: readonly number[];
  /** Net sales of the cohort up to the end of the k-th month, units of currency. */
  readonly cumulativeSales: readonly number[];
  readonly cumulativeSalesPerPerson: readonly number[];
}

export interface CohortTable {
  readonly cohorts: readonly Cohort[];
  /** The month of `asOf` is not over: the last column of every cohort is still growing. */
  readonly lastMonthIncomplete: boolean;
  /**
   * The first cohort holds everybody who was a customer before the data begin, so it looks more loyal than a month's new customers. True whenever
   * the data do not carry earlier purchases, which nobody can see from inside; shown with the table.
   */
  readonly firstCohortMixed: boolean;
}

/** Month cohorts as of the end of day `asOf`; later occasions are ignored. Months with no new customer have no row. */
export function cohortsOf(occasions: Occasions, asOf: number): CohortTable {
  const first = occasions.day.reduce((least, day) => Math.min(least, day), asOf);
  const months = monthTable(first, asOf);
  const monthOf = (day: number): number => months[day - first] ?? 0;
  const firstMonth = monthOf(first);
  const lastMonth = monthOf(asOf);
  const width = lastMonth - firstMonth + 1;
  const people = new Float64Array(width);
  const buyers = new Float64Array(width * width);
  const sales = new Float64Array(width * width);
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    const cohort = monthOf(occasions.day[from] ?? 0) - firstMonth;
    let seen = -1;
    for (let at = from; at < (occasions.start[who + 1] ?? 0); at++) {
      const day = occasions.day[at] ?? 0;
      if (day > asOf) break;
      if (at === from) people[cohort] = (people[cohort] ?? 0) + 1;
      const age = monthOf(day) - firstMonth - cohort;
      const cell = cohort * width + age;
      sales[cell] = (sales[cell] ?? 0) + (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
      if (age !== seen) buyers[cell] = (buyers[cell] ?? 0) + 1;
      seen = age;
    }
  }
  const cohorts: Cohort[] = [];
  for (let cohort = 0; cohort < width; cohort++) {
    if ((people[cohort] ?? 0) === 0) continue;
    const cells = [cohort * width, cohort * width + width - cohort] as const;
    cohorts.push(
      cohortRow(firstMonth + cohort, people[cohort] ?? 0, {
        buyers: buyers.subarray(...cells),
        sales: sales.subarray(...cells),
      }),
    );
  }
  return {
    cohorts,
    lastMonthIncomplete: monthNumberOf(asOf + 1) === monthNumberOf(asOf),
    firstCohortMixed: cohorts.length > 1 && (cohorts[0]?.people ?? 0) > 0 && first - monthStartOf(firstMonth) < 28,
  };
}

function cohortRow(
  month: number,
  people: number,
  cells: { readonly buyers: Float64Array; readonly sales: Float64Array },
): Cohort {
  let sum = 0;
  const cumulativeSales = Array.from(cells.sales, (sales) => (sum += sales));
  return {
    month,
    label: monthLabelOf(month),
    people,
    buyers: [...cells.buyers],
    retention: Array.from(cells.buyers, (count) => count / people),
    cumulativeSales,
    cumulativeSalesPerPerson: cumulativeSales.map((sales) => sales / people),
  };
}
