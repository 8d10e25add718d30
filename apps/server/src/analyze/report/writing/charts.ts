import { init, use } from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { LegacyGridContainLabel } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, LegacyGridContainLabel, SVGRenderer]);

/**
 * Colours of the page by name. ECharts is given these stand-ins, which are then replaced by the page's variables, so that one picture serves light and
 * dark.
 */
export const ink = {
  text: '#010101',
  quiet: '#010102',
  line: '#010103',
  main: '#010104',
  second: '#010105',
  amber: '#010106',
  loss: '#010107',
  neutral: '#010108',
  new: '#010109',
  active: '#01010a',
  silent: '#01010b',
  dormant: '#01010c',
  churned: '#01010d',
} as const;
export type Ink = keyof typeof ink;

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly color: Ink;
  readonly kind?: 'bar' | 'line' | 'dashed';
  /** Series of one stack are put on top of each other. */
  readonly stack?: string;
}

export interface Chart {
  /** Unique within the page; ids of the picture are made of it. */
  readonly id: string;
  /** What a reader who cannot see it is told. */
  readonly label: string;
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  /** Bars lie, their names to the left. */
  readonly isLying?: boolean;
  readonly format: (value: number) => string;
  /** Of the axis, where it differs from that of the bars. */
  readonly axisFormat?: (value: number) => string;
  readonly height?: number;
  /** Upright lines with a name, at categories. */
  readonly marks?: readonly { readonly at: string; readonly name: string }[];
  readonly axisName?: string;
  readonly max?: number;
  /** Values are shares in percent: the axis never goes beyond the whole. */
  readonly isShare?: boolean;
}

const wide = 860;
const narrow = 350;

/** The chart as two pictures, for screens wide and narrow, of which the page shows one: one picture for both would have letters too small to read. */
export function renderChart(chart: Chart): string {
  const label = chart.label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return [wide, narrow]
    .map((width) => {
      const kind = width === wide ? 'wide' : 'narrow';
      return `<div class="chart ${kind}" role="img" aria-label="${label}">${svgOf(chart, width)}</div>`;
    })
    .join('\n');
}

function svgOf(chart: Chart, width: number): string {
  const rows = chart.isLying === true ? chart.categories.length : 0;
  const height = chart.height ?? (rows > 0 ? 60 + rows * 26 : 280);
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  instance.setOption(optionOf(chart, width));
  const svg = instance.renderToSVGString();
  instance.dispose();
  return themed(svg, `${chart.id}-${width === wide ? 'w' : 'n'}`);
}

/** ECharts numbers its names through all pictures of a process; here they count from nothing in each, so that the same file gives the same bytes. */
function themed(svg: string, id: string): string {
  const names = new Map<string, string>();
  const nameOf = (name: string): string => {
    const known = names.get(name) ?? `${id}-${names.size}`;
    names.set(name, known);
    return known;
  };
  let text = svg
    .replace(/<svg width="\d+" height="\d+"/, '<svg width="100%"')
    .replaceAll(/zr\d+-[\w-]+/g, nameOf)
    .replaceAll(/<rect[^>]*fill="none"[^>]*><\/rect>/g, '');
  for (const [name, color] of Object.entries(ink))
    text = text.replaceAll(color, `var(--${name})`).replaceAll(rgbOf(color), `var(--${name})`);
  return text;
}

function rgbOf(color: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgb(${parts.join(',')})`;
}

function optionOf(chart: Chart, width: number): EChartsCoreOption {
  const text = { color: ink.quiet, fontSize: 12, fontFamily: 'inherit' };
  const categoryAxis = {
    type: 'category',
    data: chart.categories,
    inverse: chart.isLying === true,
    name: chart.axisName,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: text,
    axisLabel: {
      ...text,
      hideOverlap: true,
      ...(chart.isLying === true && { width: width === wide ? 170 : 104, overflow: 'truncate', interval: 0 }),
    },
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { show: false },
  };
  const valueAxis = {
    type: 'value',
    ...wholeAxis(chart, width),
    splitNumber: width === wide ? 5 : 3,
    axisLabel: { ...text, formatter: chart.axisFormat ?? chart.format, hideOverlap: true },
    splitLine: { lineStyle: { color: ink.line } },
  };
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: {
      // Text is measured without its font, and may be a fifth wider; bars that lie have their number to the right.
      left: chart.isLying === true ? 18 : 4,
      right: chart.isLying === true ? numberWidth(chart) : 16,
      top:
        16 +
        (chart.series.length > 1 ? 20 * legendRows(chart, width) : 0) +
        markHeight * Math.max(0, ...marksBelow(chart, width)),
      bottom: chart.axisName === undefined ? 4 : 26,
      containLabel: true,
    },
    legend: {
      show: chart.series.length > 1,
      top: 0,
      left: 0,
      itemWidth: 12,
      itemHeight: 10,
      icon: 'roundRect',
      textStyle: { ...text, color: ink.text },
      selectedMode: false,
      formatter: (name: string) => name + '\u00A0'.repeat(legendPadding(name)),
    },
    xAxis: chart.isLying === true ? valueAxis : categoryAxis,
    yAxis: chart.isLying === true ? categoryAxis : valueAxis,
    series: chart.series.map((series, at) => seriesOf(chart, series, { at, width })),
  };
}

/** A share ends at the whole, in even steps; small ones are told on an axis of their own size. */
function wholeAxis({ max, isShare, series }: Chart, width: number): object {
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const end = max ?? (isShare === true && most > 50 ? 100 : undefined);
  return end === undefined ? {} : { max: end, interval: end / (width === wide ? 5 : 4) };
}

/** What the longest number beside a bar takes. */
function numberWidth({ series, format }: Chart): number {
  const texts = series.flatMap(({ values }) => values.map((value) => (value === null ? '' : format(value))));
  return 12 + 7.5 * Math.max(0, ...texts.map((text) => text.length));
}

/** Spaces behind a name, each as wide as a Chinese letter for the layout: so much may a font be wider than was measured. */
const legendPadding = (name: string): number => Math.ceil(name.length / 15);

/** Rows that the names take above the picture, by the width of their letters: about 12 for a Chinese one and for a padding space, 7 for another. */
function legendRows({ series }: Chart, width: number): number {
  let rows = 1;
  let used = 0;
  for (const { name } of series) {
    let letters = 0;
    for (const letter of name) letters += letter > '\u2E80' ? 12 : 7;
    const item = 12 + 5 + letters + 12 * legendPadding(name) + 10;
    if (used > 0 && used + item > width) {
      rows += 1;
      used = 0;
    }
    used += item;
  }
  return rows;
}

const markHeight = 14;

/** How high the name of each mark stands above the picture: beside one that is too near it goes one row up. */
function marksBelow({ marks = [], categories }: Chart, width: number): readonly number[] {
  const rows: number[] = [];
  const ends: number[] = [];
  for (const { at, name } of marks) {
    const middle = (Math.max(0, categories.indexOf(at)) / Math.max(1, categories.length - 1)) * (width - 60);
    const half = 5 + 4 * name.length;
    const row = ends.findIndex((end) => end <= middle - half);
    const free = row < 0 ? ends.length : row;
    ends[free] = middle + half;
    rows.push(free);
  }
  return rows;
}

interface Place {
  readonly at: number;
  readonly width: number;
}

function seriesOf(chart: Chart, series: Series, { at, width }: Place): object {
  const color = ink[series.color];
  const base = {
    name: series.name,
    data: series.values,
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { color },
  };
  const mark = {
    silent: true,
    symbol: 'none',
    lineStyle: { color: ink.quiet, type: 'dashed' },
    label: { color: ink.text, fontSize: 12, formatter: '{b}' },
    data: (chart.marks ?? []).map(({ at: place, name }, nth) => ({
      xAxis: place,
      name,
      label: { offset: [0, -markHeight * (marksBelow(chart, width)[nth] ?? 0)] },
    })),
  };
  const markLine = at === 0 && chart.marks !== undefined ? { markLine: mark } : {};
  if (series.kind === 'line' || series.kind === 'dashed') {
    return {
      ...base,
      ...markLine,
      type: 'line',
      showSymbol: series.kind === 'line' && series.values.length <= 40,
      symbolSize: 5,
      lineStyle: { color, width: 2, type: series.kind === 'dashed' ? 'dashed' : 'solid' },
    };
  }
  const label =
    chart.isLying === true && series.stack === undefined
      ? {
          label: {
            show: true,
            position: 'right',
            color: ink.text,
            fontSize: 12,
            formatter: ({ value }: { value: number }) => chart.format(value),
          },
        }
      : {};
  return {
    ...base,
    ...markLine,
    ...label,
    type: 'bar',
    barMaxWidth: 26,
    ...(series.stack !== undefined && { stack: series.stack }),
  };
}
