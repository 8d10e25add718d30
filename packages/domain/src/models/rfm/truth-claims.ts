import type { PurchaseRows } from '../histories/purchase-rows.ts';
import { orderOf } from '../statistics/order.ts';
import { createTransactions } from '../transactions/transactions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import type { Claim, TruthData } from '../claims/claim.ts';
import { remember } from '../claims/cdnow.ts';
import { rfmFactsOf } from './facts.ts';
import { scoreRfm } from './scores.ts';
import type { RfmScores } from './scores.ts';
import { eightSegmentsOf, tenSegmentsOf } from './segments.ts';
import type { RfmSegmentation } from './segments.ts';
import { scoreCounts } from './summary.ts';

/** 1997-09-30, the end of the papers' calibration period. */
const AS_OF = 10_134;
const SOURCE = 'the same rules written a second time in Python, run on the same file';

/** How many of the 2,357 customers get each score and segment as of 1997-09-30, by quintiles of all their history, and by mean cuts for the eight. */
export const rfmClaims: readonly Claim[] = [
  ...scoreClaims('recency', [480, 478, 459, 475, 465]),
  ...scoreClaims('frequency', [1411, 0, 439, 214, 293]),
  ...scoreClaims('monetary', [480, 464, 471, 471, 471]),
  ...segmentClaims(
    'eight segments',
    { '111': 376, '101': 72, '011': 28, '001': 135, '110': 89, '100': 188, '010': 14, '000': 1455 },
    (data) => eightSegmentsOf(scoreRfm(data.facts, { kind: 'mean' })),
  ),
  ...segmentClaims(
    'ten segments',
    {
      champion: 335,
      loyal: 161,
      'potential-loyalist': 312,
      new: 0,
      promising: 147,
      'need-attention': 54,
      'about-to-sleep': 390,
      'cannot-lose': 6,
      'at-risk': 78,
      hibernating: 874,
    },
    tenSegmentsOf,
  ),
];

function scoreClaims(dimension: 'recency' | 'frequency' | 'monetary', expected: readonly number[]): readonly Claim[] {
  return expected.map((published, index) =>
    countClaim(`${dimension} score ${index + 1}`, published, (scores) => scoreCounts(scores[dimension], 5)[index] ?? 0),
  );
}

function segmentClaims(
  set: string,
  expected: Readonly<Record<string, number>>,
  segmentation: (scores: RfmScores) => RfmSegmentation,
): readonly Claim[] {
  return Object.entries(expected)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, published]) =>
      countClaim(`${set}: ${code}`, published, (scores) => {
        const { segments, segment } = segmentation(scores);
        return segment.filter((index) => segments[index]?.code === code).length;
      }),
    );
}

function countClaim(name: string, published: number, count: (scores: RfmScores) => number): Claim {
  return {
    kind: 'published',
    topic: 'RFM counts, CDNOW sample as of 1997-09-30',
    name: `customers with ${name}`,
    source: SOURCE,
    published,
    tolerance: 0,
    compute: (data) => {
      const scores = scoresOf(data);
      return scores === null ? null : count(scores);
    },
  };
}

const known = new WeakMap<PurchaseRows, RfmScores>();

function scoresOf(data: TruthData): RfmScores | null {
  if (data.cdnowSample === null) return null;
  return remember(known, data.cdnowSample, (rows) => scoreRfm(rfmFactsOf(transactionsOf(rows), { asOf: AS_OF })));
}

/** Purchase rows in any order as transactions; customers keep their numbers. */
export function transactionsOf(rows: PurchaseRows): Transactions {
  // Customer times 2^17 plus day sorts by both: day numbers stay below 2^17 for three centuries.
  const order = orderOf(Float64Array.from(rows.customer, (who, row) => who * 131_072 + (rows.day[row] ?? 0)));
  const customer = Uint32Array.from(order, (row) => rows.customer[row] ?? 0);
  return createTransactions({
    customer,
    orderedOn: Int32Array.from(order, (row) => rows.day[row] ?? 0),
    amount: Float64Array.from(order, (row) => rows.amount[row] ?? 0),
    dictionaries: {
      customers: Array.from({ length: (customer[customer.length - 1] ?? -1) + 1 }, (_, who) => String(who)),
    },
  });
}
