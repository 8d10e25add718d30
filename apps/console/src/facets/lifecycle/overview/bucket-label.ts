import type { Formatter } from '../../../format/format.ts';

/** How a bucket is called under an axis: the month, or month and day. */
export function bucketLabel(on: string, bucket: 'day' | 'week' | 'month', format: Formatter): string {
  if (bucket === 'month') return format.monthOf(on);
  const parts = { timeZone: 'UTC', month: 'short', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(format.locale, parts).format(Date.parse(`${on}T00:00:00Z`));
}
