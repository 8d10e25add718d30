import { writeSearch } from '../../../urls/search-text.ts';
import type { NewSegmentSearch, SegmentSearch, SegmentsSearch } from './search.ts';

export const segmentsPaths = {
  segments: (search: SegmentsSearch = {}) => `/segments${writeSearch(search)}`,
  newSegment: (search: NewSegmentSearch = {}) => `/segments/new${writeSearch(search)}`,
  segment: (segmentId: string, search: SegmentSearch = {}) =>
    `/segments/${encodeURIComponent(segmentId)}${writeSearch(search)}`,
} as const;
