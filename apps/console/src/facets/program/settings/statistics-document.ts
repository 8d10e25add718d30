import { isRecord } from '../../../api/is-record.ts';
import { listOf, numberOf, recordAt } from '../../../editing/document-parts.ts';
import type { Documents, Rest } from '../../../editing/document-parts.ts';

export const statisticsPath = 'statistics.json';

export interface CategoryCycle {
  readonly category: string;
  readonly days: number | null;
}

export interface StatisticsDocument {
  readonly brandGapDays: number | null;
  readonly categoryCycles: readonly CategoryCycle[];
  readonly rest: Rest;
}

export function readStatistics(documents: Documents): StatisticsDocument {
  const { brandGapDays, categoryCycles, ...rest } = recordAt(documents, statisticsPath);
  return {
    brandGapDays: numberOf(brandGapDays),
    categoryCycles: listOf(categoryCycles).flatMap((cycle) =>
      isRecord(cycle) && typeof cycle['category'] === 'string'
        ? [{ category: cycle['category'], days: numberOf(cycle['days']) }]
        : [],
    ),
    rest,
  };
}

export function writeStatistics({ rest, ...known }: StatisticsDocument): Record<string, unknown> {
  return { ...rest, ...known };
}
