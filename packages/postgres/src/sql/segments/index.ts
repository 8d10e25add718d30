export {
  addSegmentVersion,
  countSegments,
  deleteSegment,
  insertSegment,
  listSegments,
  listSegmentVersions,
  lockSegments,
  nameSegmentTaken,
  readSegment,
  setSegmentArchived,
} from './segments.ts';
export type { SegmentRow, SegmentSaidRow, SegmentVersionRow } from './segments.ts';
