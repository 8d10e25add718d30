import { toMilliseconds } from '../../../format/format.ts';

export interface RibbonInterval {
  readonly stage: string;
  readonly from: string;
  readonly to: string | null;
}

export interface RibbonSegment {
  readonly stage: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Part of the ribbon's length, 0 to 1. */
  readonly share: number;
}

/** The stage timeline up to an instant, oldest first, with each interval's share of the whole. */
export function ribbonSegments(intervals: readonly RibbonInterval[], untilMs: number): readonly RibbonSegment[] {
  const known = intervals
    .map(({ stage, from, to }) => ({
      stage,
      fromMs: toMilliseconds(from),
      toMs: Math.min(to === null ? untilMs : toMilliseconds(to), untilMs),
    }))
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const totalMs = known.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return known.map((segment) => ({ ...segment, share: (segment.toMs - segment.fromMs) / totalMs }));
}
