import { oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface SegmentsSearch {
  readonly cursor?: string;
  /** Whether archived ones are shown as well. */
  readonly archived?: string;
}

export interface NewSegmentSearch {
  /** What the draft begins with. */
  readonly example?: string;
  /** Of whom it is asked why she is in it. */
  readonly member?: string;
}

export interface SegmentSearch {
  readonly member?: string;
  readonly cursor?: string;
}

export const exampleNames = ['lapsing', 'newcomers', 'regulars'] as const;

export function readSegmentsSearch(raw: RawSearch): SegmentsSearch {
  return { ...textOf(raw, 'cursor'), ...oneOf(raw, 'archived', ['true']) };
}

export function readNewSegmentSearch(raw: RawSearch): NewSegmentSearch {
  return { ...oneOf(raw, 'example', exampleNames), ...textOf(raw, 'member') };
}

export function readSegmentSearch(raw: RawSearch): SegmentSearch {
  return { ...textOf(raw, 'member'), ...textOf(raw, 'cursor') };
}
