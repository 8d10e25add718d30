import type { Formatter } from '../../../format/format.ts';
import type { ThemeName } from '../../../theme/tokens.ts';
import { categoryAxis, labelStyle, partialStyle } from '../../../ui/chart/chart-style.ts';
import { bucketLabel } from './bucket-label.ts';

/** A day, week or month of a series, as the API answers it. */
export interface BucketSpan {
  readonly on: string;
  readonly lastOn: string;
  readonly isPartial: boolean;
}

interface BucketAxis {
  readonly theme: ThemeName;
  readonly format: Formatter;
  readonly bucket: 'day' | 'week' | 'month';
  readonly points: readonly BucketSpan[];
  /** Says of a span that no more than it is counted. */
  readonly only: (span: string) => string;
}

/** The axis of a series. What is of a part of its week or month says so under its bar and in its tooltip. */
export function bucketAxis({ theme, format, bucket, points, only }: BucketAxis) {
  const nameOf = ({ on }: BucketSpan) => bucketLabel(on, bucket, format);
  const axis = categoryAxis(
    theme,
    points.map((point) => (point.isPartial ? `${nameOf(point)} · ${spanText(point, format, only)}` : nameOf(point))),
    points.map((point) => (point.isPartial ? `${nameOf(point)}\n${reachText(point, bucket, format)}` : nameOf(point))),
  );
  // The last one is the one that is not over: it is named before its neighbours where there is no room for all.
  return { ...axis, axisLabel: { ...axis.axisLabel, showMaxLabel: true } };
}

/** "only 1 – 12 May 2026", or nothing of what is whole. */
export function spanText(span: BucketSpan, format: Formatter, only: (span: string) => string): string {
  return span.isPartial ? only(format.plainRange(span.on, span.lastOn)) : '';
}

/** For the little room under a bar: the days of a month, or the last day of a week whose first one stands there. */
function reachText({ on, lastOn }: BucketSpan, bucket: BucketAxis['bucket'], format: Formatter): string {
  if (bucket !== 'month') return `– ${bucketLabel(lastOn, 'day', format)}`;
  return `${Number(on.slice(8))}–${Number(lastOn.slice(8))}`;
}

/** How the bar of a point is drawn: in its colour, or hatched and lighter, with its figure to be read on either. */
export function barLook({ isPartial }: BucketSpan, colour: string | undefined, theme: ThemeName) {
  if (!isPartial) return { itemStyle: { color: colour }, labelStyle: {} };
  return { itemStyle: { color: colour, ...partialStyle(theme) }, labelStyle: { ...labelStyle(theme), opacity: 1 } };
}
