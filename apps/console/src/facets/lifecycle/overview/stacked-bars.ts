import type { Formatter } from '../../../format/format.ts';
import type { ThemeName } from '../../../theme/tokens.ts';
import { barLabelStyle, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { bucketAxis } from './bucket-axis.ts';
import type { BucketSpan } from './bucket-axis.ts';

/** Of more bars than this, or on a narrow screen, the labels would cover each other. */
const roomyMax = 14;

export function isRoomyFor(points: readonly unknown[], isNarrow: boolean): boolean {
  return points.length <= roomyMax && !isNarrow;
}

interface StackedBars {
  readonly theme: ThemeName;
  readonly format: Formatter;
  readonly bucket: 'day' | 'week' | 'month';
  readonly points: readonly BucketSpan[];
  readonly only: (span: string) => string;
  /** Of the series, as the legend has them. */
  readonly names: readonly string[];
  /** A value as the tooltip and as the axis say it. */
  readonly say: (value: number) => string;
  readonly sayShort: (value: number) => string;
  /** What no tick is less than: one member, or a whole unit of the currency. */
  readonly least?: number;
  readonly isNarrow: boolean;
}

/** What charts of stacked bars over the buckets of the overview have in common. */
export function stackedBars({ theme, format, names, say, sayShort, least = 1, isNarrow, ...of }: StackedBars) {
  const base = chartBase(theme);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: say },
    legend: { ...chartLegend(theme), data: names },
    // On a narrow screen the legend takes two lines.
    grid: { left: 4, right: 8, top: isNarrow ? 58 : 34, bottom: 2, containLabel: true },
    xAxis: bucketAxis({ theme, format, ...of }),
    yAxis: valueAxis(theme, sayShort, least),
  };
}

/** The values within bars of one colour. */
export function barLabel(ground: string, say: (value: number) => string) {
  return { ...barLabelStyle(ground), formatter: ({ value }: { value: number }) => say(value) };
}
