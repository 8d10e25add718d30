import type { EChartsCoreOption } from 'echarts/core';
import { palettes } from '../../theme/tokens.ts';
import type { ThemeName } from '../../theme/tokens.ts';
import type { RowTable } from '../export/csv.ts';

/** A version that was published while a chart's time ran. */
export interface PublishedMark {
  readonly version: number;
  /** The calendar day on which it was published, in the program's zone. */
  readonly on: string;
}

/** Versions that were published within one bucket of a chart, ascending. */
export interface VersionMark<Published extends PublishedMark = PublishedMark> {
  /** Of the bucket. */
  readonly index: number;
  readonly versions: readonly Published[];
}

/** Which buckets versions fall into; `days` are the first days of the buckets, ascending, and `to` is the last day of the last. */
export function placeVersions<Published extends PublishedMark>(
  published: readonly Published[],
  days: readonly string[],
  to: string,
): readonly VersionMark<Published>[] {
  const first = days[0];
  const ascending = published.toSorted((one, other) => one.version - other.version);
  const shown = ascending.filter(({ on }) => first !== undefined && on >= first && on <= to);
  const byIndex = Map.groupBy(shown, ({ on }) => days.findLastIndex((day) => day <= on));
  return [...byIndex].map(([index, versions]) => ({ index, versions })).toSorted((a, b) => a.index - b.index);
}

export interface MarkWords {
  /** What stands at the line: `v3`. */
  readonly short: (mark: VersionMark) => string;
  /** Title of the column. */
  readonly title: string;
  /** What stands in the row of a bucket. */
  readonly cell: (mark: VersionMark) => string;
}

/** The chart with a thin vertical line where versions were published. */
export function withVersionMarks(
  option: EChartsCoreOption,
  marks: readonly VersionMark[],
  { theme, words }: { readonly theme: ThemeName; readonly words: MarkWords },
): EChartsCoreOption {
  const series: unknown = option['series'];
  if (marks.length === 0 || !Array.isArray(series)) return option;
  const palette = palettes[theme];
  const markLine = {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: palette.text, width: 1, type: 'dashed' },
    label: { position: 'insideEndTop', rotate: 0, fontSize: 10, color: palette.text },
    data: marks.map((mark) => ({ xAxis: mark.index, label: { formatter: words.short(mark) } })),
  };
  const [first, ...others] = series as readonly object[];
  return { ...option, series: [{ ...first, markLine }, ...others] };
}

/** The rows behind the chart with a column that names the versions of each bucket. */
export function withVersionColumn(rows: RowTable, marks: readonly VersionMark[], words: MarkWords): RowTable {
  if (marks.length === 0) return rows;
  const cellAt = (index: number) => {
    const mark = marks.find((one) => one.index === index);
    return mark === undefined ? null : words.cell(mark);
  };
  return {
    columns: [...rows.columns, { title: words.title, kind: 'text' }],
    rows: rows.rows.map((row, index) => [...row, cellAt(index)]),
  };
}
