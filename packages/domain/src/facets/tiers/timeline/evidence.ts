import { monthNumberOf } from '../../../models/statistics/months.ts';
import type { CompiledMeasure, CompiledTierSet } from '../rules/rules.ts';
import type { TierDayRow } from '../rules/rows.ts';
import type { DaySpan } from './periods.ts';

/** The days of one metric with what was counted up to and with each. */
interface Series {
  readonly days: readonly number[];
  readonly sums: readonly number[];
  readonly values: readonly number[];
  readonly isGrowing: boolean;
}

/** What is known of a member's days, ready to be summed over any span. */
export interface Evidence {
  /** What a measure amounts to over a span. */
  readonly amount: (measure: CompiledMeasure, span: DaySpan) => number;
  /** Days on which anything was counted that the set counts, ascending. */
  readonly daysOf: (set: CompiledTierSet) => readonly number[];
  /** Whether less is counted over a part of any span: not where a day counts less than nothing. */
  readonly isGrowing: (set: CompiledTierSet) => boolean;
}

const emptySeries: Series = { days: [], sums: [], values: [], isGrowing: true };

export function createEvidence(rows: readonly TierDayRow[]): Evidence {
  const series = new Map<string, Series>();
  for (const [metric, own] of Map.groupBy(rows, (row) => row.metric)) series.set(metric, seriesOf(own));
  const of = (metric: string) => series.get(metric) ?? emptySeries;
  return {
    amount({ document, metric }, span) {
      return document.kind === 'months_active' ? monthsWithin(of(metric), span) : sumWithin(of(metric), span);
    },
    daysOf({ measures }) {
      const [metric, ...others] = new Set(measures.map((measure) => measure.metric));
      if (metric === undefined) return emptySeries.days;
      if (others.length === 0) return of(metric).days;
      const days = new Set([metric, ...others].flatMap((one) => of(one).days));
      return [...days].toSorted((a, b) => a - b);
    },
    isGrowing: ({ measures }) => measures.every(({ metric }) => of(metric).isGrowing),
  };
}

export const noEvidence: Evidence = createEvidence([]);

function seriesOf(rows: readonly TierDayRow[]): Series {
  const counted = rows.filter(({ value }) => value !== 0).toSorted((a, b) => a.day - b.day);
  let sum = 0;
  const sums = counted.map(({ value }) => (sum += value));
  const values = counted.map(({ value }) => value);
  return { days: counted.map(({ day }) => day), sums, values, isGrowing: values.every((value) => value > 0) };
}

/** How many of the days come before `day`. */
function countBefore(days: readonly number[], day: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? 0) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sumWithin({ days, sums }: Series, { from, before }: DaySpan): number {
  const upTo = (day: number) => sums[countBefore(days, day) - 1] ?? 0;
  return before <= from ? 0 : upTo(before) - upTo(from);
}

function monthsWithin({ days, values }: Series, { from, before }: DaySpan): number {
  const months = new Set<number>();
  for (let i = countBefore(days, from); i < days.length; i += 1) {
    const day = days[i] ?? before;
    if (day >= before) break;
    if ((values[i] ?? 0) > 0) months.add(monthNumberOf(day));
  }
  return months.size;
}
