import type { RfmScores } from './scores.ts';

/** A named group of customers; `code` is stable, names are shown. */
export interface RfmSegmentName {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Which segment each row is in: `segment[row]` indexes `segments`, whose order is that of precedence. */
export interface RfmSegmentation {
  readonly segments: readonly RfmSegmentName[];
  readonly segment: Uint8Array;
  /** Rows that more than one definition would have taken; 0 for the built-in sets, which partition the scores. */
  readonly contested: number;
}

/**
 * The Chinese eight, in R, F, M order with 1 for the better half and R = 1 for *recent*. 保持 (keep) is bought often and for much but long ago;
 * 发展 (develop) is recent and for much but seldom. Those two are the ones commonly swapped.
 */
export const EIGHT_SEGMENTS = [
  { code: '111', zh: '重要价值', en: 'Important: cherish' },
  { code: '101', zh: '重要发展', en: 'Important: develop' },
  { code: '011', zh: '重要保持', en: 'Important: keep' },
  { code: '001', zh: '重要挽留', en: 'Important: win back' },
  { code: '110', zh: '一般价值', en: 'General: cherish' },
  { code: '100', zh: '一般发展', en: 'General: develop' },
  { code: '010', zh: '一般保持', en: 'General: keep' },
  { code: '000', zh: '一般挽留', en: 'General: win back' },
] as const satisfies readonly RfmSegmentName[];

/** The ten segments of recency by frequency quintiles. */
export const TEN_SEGMENTS = [
  { code: 'champion', zh: '冠军客户', en: 'Champions' },
  { code: 'loyal', zh: '忠诚客户', en: 'Loyal customers' },
  { code: 'potential-loyalist', zh: '潜在忠诚', en: 'Potential loyalists' },
  { code: 'new', zh: '新客户', en: 'New customers' },
  { code: 'promising', zh: '有望客户', en: 'Promising' },
  { code: 'need-attention', zh: '需要关注', en: 'Need attention' },
  { code: 'about-to-sleep', zh: '即将沉睡', en: 'About to sleep' },
  { code: 'cannot-lose', zh: '不可失去', en: "Can't lose them" },
  { code: 'at-risk', zh: '流失风险', en: 'At risk' },
  { code: 'hibernating', zh: '沉睡客户', en: 'Hibernating' },
] as const satisfies readonly RfmSegmentName[];

/**
 * The Chinese eight of scored customers. A dimension is 1 when its score lies in the better half of the scale: 2 of 2 (mean cuts, the usual
 * way), 4 and 5 of 5. Equal scores give equal segments.
 */
export function eightSegmentsOf(scores: RfmScores): RfmSegmentation {
  const indexByBits = new Uint8Array(8);
  EIGHT_SEGMENTS.forEach(({ code }, index) => {
    indexByBits[Number.parseInt(code, 2)] = index;
  });
  const segment = scores.recency.map((recency, row) => {
    const r = isHigh(recency, scores.recencyCuts.scoreMax);
    const f = isHigh(scores.frequency[row] ?? 0, scores.frequencyCuts.scoreMax);
    const m = isHigh(scores.monetary[row] ?? 0, scores.monetaryCuts.scoreMax);
    return indexByBits[r * 4 + f * 2 + m] ?? 0;
  });
  return { segments: EIGHT_SEGMENTS, segment, contested: 0 };
}

function isHigh(score: number, scoreMax: number): number {
  return score * 2 > scoreMax + 1 ? 1 : 0;
}

/** Rows recency 1…5, columns frequency 1…5. */
const TEN_BY_SCORE: readonly (readonly (typeof TEN_SEGMENTS)[number]['code'][])[] = [
  ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose'],
  ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose'],
  ['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
  ['promising', 'potential-loyalist', 'potential-loyalist', 'loyal', 'loyal'],
  ['new', 'potential-loyalist', 'potential-loyalist', 'champion', 'champion'],
];

/**
 * The ten R×F segments of scored customers.
 * @throws RangeError unless recency and frequency are scored 1 to 5.
 */
export function tenSegmentsOf(scores: RfmScores): RfmSegmentation {
  if (scores.recencyCuts.scoreMax !== 5 || scores.frequencyCuts.scoreMax !== 5) {
    throw new RangeError('the ten segments are defined on recency and frequency scores of 1 to 5');
  }
  const indexByScore = Uint8Array.from(TEN_BY_SCORE.flat(), (code) =>
    TEN_SEGMENTS.findIndex((segment) => segment.code === code),
  );
  const segment = scores.recency.map(
    (recency, row) => indexByScore[(recency - 1) * 5 + (scores.frequency[row] ?? 1) - 1] ?? 0,
  );
  return { segments: TEN_SEGMENTS, segment, contested: 0 };
}

/** Both ends included; an absent end is open. */
export interface ScoreRange {
  readonly min?: number;
  readonly max?: number;
}

/** The brand's own segment: all given ranges must hold. Scores and plain facts may be mixed. */
export interface OwnSegment extends RfmSegmentName {
  readonly recencyScore?: ScoreRange;
  readonly frequencyScore?: ScoreRange;
  readonly monetaryScore?: ScoreRange;
  readonly recencyDays?: ScoreRange;
  readonly frequency?: ScoreRange;
  readonly monetary?: ScoreRange;
}

/** Where nothing else applied. */
export const REST_SEGMENT: RfmSegmentName = { code: 'rest', zh: '其他', en: 'Everyone else' };

const OWN_SEGMENTS_MAX = 200;

/**
 * The brand's own segments in stated precedence: the first definition that holds takes the customer; who fits none is in `rest`, appended last.
 * @throws RangeError on more than 200 definitions, a repeated code, the code `rest`, or a range whose `min` exceeds its `max`.
 */
export function ownSegmentsOf(scores: RfmScores, definitions: readonly OwnSegment[]): RfmSegmentation {
  checkDefinitions(definitions);
  const rest = definitions.length;
  let contested = 0;
  const segment = scores.recency.map((_, row) => {
    const first = definitions.findIndex((definition) => holds(definition, scores, row));
    if (first < 0) return rest;
    if (definitions.some((definition, index) => index > first && holds(definition, scores, row))) contested++;
    return first;
  });
  return { segments: [...definitions.map(({ code, zh, en }) => ({ code, zh, en })), REST_SEGMENT], segment, contested };
}

const RANGES = ['recencyScore', 'frequencyScore', 'monetaryScore', 'recencyDays', 'frequency', 'monetary'] as const;

function checkDefinitions(definitions: readonly OwnSegment[]): void {
  if (definitions.length > OWN_SEGMENTS_MAX)
    throw new RangeError(`at most ${OWN_SEGMENTS_MAX} segments can be defined`);
  const codes = new Set<string>([REST_SEGMENT.code]);
  for (const definition of definitions) {
    if (codes.has(definition.code)) throw new RangeError(`segment code ${definition.code} is taken`);
    codes.add(definition.code);
    for (const name of RANGES) {
      const range = definition[name];
      if (range !== undefined && (range.min ?? Number.NEGATIVE_INFINITY) > (range.max ?? Number.POSITIVE_INFINITY)) {
        throw new RangeError(`segment ${definition.code}: ${name} has its ends the wrong way round`);
      }
    }
  }
}

function holds(definition: OwnSegment, scores: RfmScores, row: number): boolean {
  return (
    isWithin(scores.recency[row], definition.recencyScore) &&
    isWithin(scores.frequency[row], definition.frequencyScore) &&
    isWithin(scores.monetary[row], definition.monetaryScore) &&
    isWithin(scores.facts.recencyDays[row], definition.recencyDays) &&
    isWithin(scores.facts.frequency[row], definition.frequency) &&
    isWithin(scores.facts.monetary[row], definition.monetary)
  );
}

function isWithin(value: number | undefined, range: ScoreRange | undefined): boolean {
  if (range === undefined || value === undefined) return true;
  return value >= (range.min ?? Number.NEGATIVE_INFINITY) && value <= (range.max ?? Number.POSITIVE_INFINITY);
}
