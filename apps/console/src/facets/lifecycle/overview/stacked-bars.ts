import type { Formatter } from '../../../format/format.ts';
import type { ThemeName } from '../../../theme/tokens.ts';
import { barLabelStyle, categoryAxis, chartBase, chartLegend, valueAxis } from '../../../ui/chart/chart-style.ts';
import { bucketLabel } from './bucket-label.ts';

/** Of more bars than this, or on a narrow screen, the labels would cover each other. */
const roomyMax = 14;

export function isRoomyFor(points: readonly unknown[], isNarrow: boolean): boolean {
  return points.length <= roomyMax && !isNarrow;
}

interface StackedBars {
  readonly theme: ThemeName;
  readonly format: Formatter;
  readonly bucket: 'day' | 'week' | 'month';
  readonly points: readonly { readonly on: string }[];
  /** Of the series, as the legend has them. */
  readonly names: readonly string[];
  /** A value as the tooltip and as the axis say it. */
  readonly say: (value: number) => string;
  readonly sayShort: (value: number) => string;
}

/** What charts of stacked bars over the buckets of the overview have in common. */
export function stackedBars({ theme, format, bucket, points, names, say, sayShort }: StackedBars) {
  const base = chartBase(theme);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: say },
    legend: { ...chartLegend(theme), data: names },
    grid: { left: 4, right: 8, top: 34, bottom: 2, containLabel: true },
    xAxis: categoryAxis(
      theme,
      points.map(({ on }) => bucketLabel(on, bucket, format)),
    ),
    yAxis: valueAxis(theme, sayShort),
  };
}

/** The values within bars of one colour. */
export function barLabel(ground: string, say: (value: number) => string) {
  return { ...barLabelStyle(ground), formatter: ({ value }: { value: number }) => say(value) };
}
