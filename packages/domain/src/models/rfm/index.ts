export { rfmFactsOf } from './facts.ts';
export type { RfmFacts, RfmOptions } from './facts.ts';
export { QUINTILES, scoreRfm } from './scores.ts';
export type { RfmCuts, RfmScheme, RfmScores } from './scores.ts';
export {
  EIGHT_SEGMENTS,
  eightSegmentsOf,
  ownSegmentsOf,
  REST_SEGMENT,
  TEN_SEGMENTS,
  tenSegmentsOf,
} from './segments.ts';
export type { OwnSegment, RfmSegmentation, RfmSegmentName, ScoreRange } from './segments.ts';
export { rfmGrid, scoreCounts, summarizeSegments } from './summary.ts';
export type { RfmCell, RfmGroup, RfmSegmentSummary } from './summary.ts';
