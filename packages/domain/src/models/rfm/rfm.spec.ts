import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transactionsFromLines } from '../transactions/build.ts';
import { rfmFactsOf } from './facts.ts';
import type { RfmFacts } from './facts.ts';
import { QUINTILES, scoreRfm } from './scores.ts';
import type { RfmScheme } from './scores.ts';
import { eightSegmentsOf, ownSegmentsOf, tenSegmentsOf } from './segments.ts';
import { rfmGrid, scoreCounts, summarizeSegments } from './summary.ts';

function facts(recencyDays: number[], frequency: number[], monetary: number[]): RfmFacts {
  return {
    asOf: 0,
    customer: Uint32Array.from(recencyDays, (_, row) => row),
    recencyDays: Float64Array.from(recencyDays),
    frequency: Float64Array.from(frequency),
    monetary: Float64Array.from(monetary),
  };
}

const lines = [
  { customer: 'a', orderedOn: 0, amount: 10 },
  { customer: 'a', orderedOn: 0, amount: 2 },
  { customer: 'a', orderedOn: 50, amount: 20 },
  { customer: 'a', orderedOn: 60, amount: -5 },
  { customer: 'b', orderedOn: 90, amount: 7 },
];

describe('RFM facts', () => {
  it('count days since the last purchase, purchase days, and sales less returns', () => {
    const { recencyDays, frequency, monetary } = rfmFactsOf(transactionsFromLines(lines), { asOf: 100 });
    expect([[...recencyDays], [...frequency], [...monetary]]).toEqual([
      [50, 10],
      [2, 1],
      [27, 7],
    ]);
  });

  it('as of a past day know nothing later', () => {
    const { customer, recencyDays, monetary } = rfmFactsOf(transactionsFromLines(lines), { asOf: 55 });
    expect([[...customer], [...recencyDays], [...monetary]]).toEqual([[0], [5], [32]]);
  });

  it('look back only over the window', () => {
    const { customer, frequency } = rfmFactsOf(transactionsFromLines(lines), { asOf: 100, windowDays: 51 });
    expect([[...customer], [...frequency]]).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it.each([0, -3, 1.5, Number.NaN])('refuse a window of %s days', (windowDays) => {
    expect(() => rfmFactsOf(transactionsFromLines(lines), { windowDays })).toThrow(RangeError);
  });
});

describe('equal money', () => {
  it('stays equal whatever the order of the cents it was summed from', () => {
    const up = [0.1, 0.2, 0.3, 0.7].map((amount, day) => ({ customer: 'a', orderedOn: day, amount }));
    const down = [0.7, 0.3, 0.2, 0.1].map((amount, day) => ({ customer: 'b', orderedOn: day, amount }));
    const { monetary } = rfmFactsOf(transactionsFromLines([...up, ...down]));
    expect(monetary[0]).toBe(monetary[1]);
  });
});

describe('RFM scores', () => {
  const ten = Array.from({ length: 10 }, (_, index) => index + 1);

  it('make fifths of distinct values, recent ones the best', () => {
    const scores = scoreRfm(facts(ten, ten, ten));
    expect([...scores.recency]).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    expect([...scores.frequency]).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(scoreCounts(scores.monetary, 5)).toEqual([2, 2, 2, 2, 2]);
  });

  it('read thresholds as "within"', () => {
    const scheme: RfmScheme = { kind: 'thresholds', recencyDays: [30, 90], frequency: [1, 3], monetary: [100] };
    const scores = scoreRfm(facts([30, 31, 91], [1, 3, 4], [100, 101, -5]), scheme);
    expect([[...scores.recency], [...scores.frequency], [...scores.monetary]]).toEqual([
      [3, 2, 1],
      [1, 2, 3],
      [1, 2, 1],
    ]);
  });

  it('with mean cuts ask for strictly better than the mean', () => {
    const scores = scoreRfm(facts([10, 20, 30], [1, 1, 4], [5, 5, 5]), { kind: 'mean' });
    expect([[...scores.recency], [...scores.frequency], [...scores.monetary]]).toEqual([
      [2, 1, 1],
      [1, 1, 2],
      [1, 1, 1],
    ]);
  });

  it('accept nobody', () => {
    for (const scheme of [QUINTILES, { kind: 'mean' }] as const)
      expect(scoreRfm(facts([], [], []), scheme).recency).toHaveLength(0);
  });

  it.each([
    { kind: 'quantiles', groups: 1 },
    { kind: 'quantiles', groups: 2.5 },
    { kind: 'thresholds', recencyDays: [90, 30], frequency: [1], monetary: [1] },
    { kind: 'thresholds', recencyDays: [30, 30], frequency: [1], monetary: [1] },
    { kind: 'thresholds', recencyDays: [30], frequency: [], monetary: [1] },
    { kind: 'thresholds', recencyDays: [30], frequency: [1], monetary: [Number.NaN] },
  ] satisfies RfmScheme[])('refuse the scheme %o', (scheme) => {
    expect(() => scoreRfm(facts([1], [1], [1]), scheme)).toThrow(RangeError);
  });

  const someFacts = fc
    .array(fc.tuple(fc.nat({ max: 9 }), fc.integer({ min: 1, max: 5 }), fc.double({ min: -5, max: 50, noNaN: true })), {
      minLength: 1,
      maxLength: 60,
    })
    .map((rows) =>
      facts(
        rows.map((row) => row[0]),
        rows.map((row) => row[1]),
        rows.map((row) => row[2]),
      ),
    );
  const someScheme = fc.constantFrom<RfmScheme>(
    QUINTILES,
    { kind: 'quantiles', groups: 3 },
    { kind: 'mean' },
    {
      kind: 'thresholds',
      recencyDays: [2, 5],
      frequency: [1, 2],
      monetary: [0, 20],
    },
  );

  it('are equal for equal values and never worse for better ones', () => {
    fc.assert(
      fc.property(someFacts, someScheme, (given, scheme) => {
        const scores = scoreRfm(given, scheme);
        for (let a = 0; a < given.customer.length; a++) {
          for (let b = 0; b < given.customer.length; b++) {
            const better = (given.recencyDays[a] ?? 0) <= (given.recencyDays[b] ?? 0);
            if (better) expect(scores.recency[a]).toBeGreaterThanOrEqual(scores.recency[b] ?? 0);
            if ((given.frequency[a] ?? 0) >= (given.frequency[b] ?? 0))
              expect(scores.frequency[a]).toBeGreaterThanOrEqual(scores.frequency[b] ?? 0);
            if ((given.monetary[a] ?? 0) >= (given.monetary[b] ?? 0))
              expect(scores.monetary[a]).toBeGreaterThanOrEqual(scores.monetary[b] ?? 0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the order of rows', () => {
    fc.assert(
      fc.property(someFacts, someScheme, (given, scheme) => {
        const back = facts(
          [...given.recencyDays].reverse(),
          [...given.frequency].reverse(),
          [...given.monetary].reverse(),
        );
        const scores = scoreRfm(given, scheme);
        const reversed = scoreRfm(back, scheme);
        expect([...reversed.recency].reverse()).toEqual([...scores.recency]);
        expect([...reversed.monetary].reverse()).toEqual([...scores.monetary]);
      }),
    );
  });

  it('keep every share of the base at most a fifth of distinct values, give or take one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 5, maxLength: 99 }), (values) => {
        const counts = scoreCounts(scoreRfm(facts(values, values, values)).recency, 5);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('RFM segments', () => {
  it('name the eight with R = 1 for recent', () => {
    const scores = scoreRfm(facts([1, 1, 99, 99, 1, 1, 99, 99], [9, 1, 9, 1, 9, 1, 9, 1], [9, 9, 9, 9, 1, 1, 1, 1]), {
      kind: 'mean',
    });
    const { segments, segment } = eightSegmentsOf(scores);
    expect([...segment].map((index) => segments[index]?.zh)).toEqual([
      '重要价值',
      '重要发展',
      '重要保持',
      '重要挽留',
      '一般价值',
      '一般发展',
      '一般保持',
      '一般挽留',
    ]);
    expect([...segment].map((index) => segments[index]?.code)).toEqual([
      '111',
      '101',
      '011',
      '001',
      '110',
      '100',
      '010',
      '000',
    ]);
  });

  it('name all 25 cells of the ten', () => {
    const scores = { ...scoreRfm(facts([1], [1], [1])), recency: new Uint8Array(25), frequency: new Uint8Array(25) };
    for (let cell = 0; cell < 25; cell++) {
      scores.recency[cell] = 1 + Math.floor(cell / 5);
      scores.frequency[cell] = 1 + (cell % 5);
    }
    const { segments, segment } = tenSegmentsOf(scores);
    const counts = Object.fromEntries(
      segments.map(({ code }, index) => [code, [...segment].filter((one) => one === index).length]),
    );
    expect(counts).toEqual({
      champion: 2,
      loyal: 4,
      'potential-loyalist': 4,
      new: 1,
      promising: 1,
      'need-attention': 1,
      'about-to-sleep': 2,
      'cannot-lose': 2,
      'at-risk': 4,
      hibernating: 4,
    });
  });

  it('refuse the ten on scores that are not of five', () => {
    expect(() => tenSegmentsOf(scoreRfm(facts([1], [1], [1]), { kind: 'mean' }))).toThrow(RangeError);
  });

  it('give a customer to the first of the own definitions that holds, and the rest to the rest', () => {
    const scores = scoreRfm(facts([5, 5, 400], [1, 9, 1], [10, 900, 10]));
    const own = ownSegmentsOf(scores, [
      { code: 'vip', zh: '贵宾', en: 'VIP', monetary: { min: 500 } },
      { code: 'fresh', zh: '新近', en: 'Fresh', recencyDays: { max: 30 } },
    ]);
    expect([...own.segment].map((index) => own.segments[index]?.code)).toEqual(['fresh', 'vip', 'rest']);
    expect(own.contested).toBe(1);
  });

  it.each([
    [
      [
        { code: 'a', zh: '', en: '' },
        { code: 'a', zh: '', en: '' },
      ],
    ],
    [[{ code: 'rest', zh: '', en: '' }]],
    [[{ code: 'a', zh: '', en: '', frequency: { min: 5, max: 2 } }]],
    [Array.from({ length: 201 }, (_, index) => ({ code: String(index), zh: '', en: '' }))],
  ])('refuse unsound definitions', (definitions) => {
    expect(() => ownSegmentsOf(scoreRfm(facts([1], [1], [1])), definitions)).toThrow(RangeError);
  });

  it('lose nobody and no money in the summaries', () => {
    const scores = scoreRfm(facts([1, 2, 3, 50], [1, 1, 2, 9], [5, 5, 20, 70]));
    for (const groups of [summarizeSegments(scores, tenSegmentsOf(scores)), rfmGrid(scores)]) {
      expect(groups.reduce((sum, group) => sum + group.people, 0)).toBe(4);
      expect(groups.reduce((sum, group) => sum + group.sales, 0)).toBe(100);
    }
  });
});
