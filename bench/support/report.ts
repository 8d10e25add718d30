import type { BenchmarkResult, Figure } from './benchmark.ts';

export type Verdict = 'reached' | 'missed' | 'no target';

export interface FigureReport {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly repetitions: number;
  readonly target: string;
  readonly verdict: Verdict;
  /** Median over the bound's median, when a bound was measured. */
  readonly ratioToBound?: number;
  readonly boundName?: string;
  readonly boundMedian?: number;
}

/** The middle value; the mean of the two middle ones for an even count. Throws for no values: a figure needs one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('A figure needs at least one sample.');
  return (lower + upper) / 2;
}

export function reportFigure(figure: Figure): FigureReport {
  const value = median(figure.samples);
  const boundMedian = figure.bound === undefined ? undefined : median(figure.bound.samples);
  return {
    name: figure.name,
    unit: figure.unit,
    median: value,
    least: Math.min(...figure.samples),
    most: Math.max(...figure.samples),
    repetitions: figure.samples.length,
    target: describeTarget(figure),
    verdict: judge(figure, value),
    ...(figure.bound !== undefined && boundMedian !== undefined
      ? { ratioToBound: value / boundMedian, boundName: figure.bound.name, boundMedian }
      : {}),
  };
}

/** One benchmark as lines of text. */
export function formatResult(name: string, result: BenchmarkResult): string {
  const conditions = Object.entries(result.conditions).map(([key, value]) => `${key} ${value}`);
  const lines = [`${name}${conditions.length > 0 ? ` (${conditions.join(', ')})` : ''}`];
  for (const report of result.figures.map(reportFigure)) lines.push(`  ${formatFigure(report)}`);
  return lines.join('\n');
}

function formatFigure(report: FigureReport): string {
  const spread =
    report.repetitions > 1 ? ` (${round(report.least)} to ${round(report.most)}, n=${report.repetitions})` : '';
  const bound =
    report.ratioToBound === undefined || report.boundMedian === undefined
      ? ''
      : `; ${report.ratioToBound.toFixed(2)} of the bound, ${report.boundName ?? ''}: ${round(report.boundMedian)}`;
  const target = report.verdict === 'no target' ? '' : `; target ${report.target}: ${report.verdict}`;
  return `${report.name}: ${round(report.median)} ${report.unit}${spread}${bound}${target}`;
}

function describeTarget({ target }: Figure): string {
  if (target === undefined) return '';
  return 'atLeast' in target ? `at least ${round(target.atLeast)}` : `at most ${round(target.atMost)}`;
}

function judge({ target }: Figure, value: number): Verdict {
  if (target === undefined) return 'no target';
  const isReached = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  return isReached ? 'reached' : 'missed';
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: value < 1000 ? 3 : 4 });
}
