import { describe, expect, it } from 'vitest';
import { formatResult, median, reportFigure } from './report.ts';

describe('a figure', () => {
  it('is the median, of an odd and of an even number of samples', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('is refused without samples', () => {
    expect(() => median([])).toThrow('at least one sample');
  });

  it('is held against its target in the right direction', () => {
    const rate = { name: 'ingest', unit: 'facts/s', samples: [9000, 11_000, 10_500] };
    expect(reportFigure({ ...rate, target: { atLeast: 10_000 } }).verdict).toBe('reached');
    expect(reportFigure({ ...rate, target: { atMost: 10_000 } }).verdict).toBe('missed');
    expect(reportFigure(rate).verdict).toBe('no target');
  });

  it('shows its ratio to the bound', () => {
    const report = reportFigure({
      name: 'ingest',
      unit: 'facts/s',
      samples: [6],
      bound: { name: 'the same SQL', samples: [10, 8] },
    });
    expect(report.ratioToBound).toBeCloseTo(6 / 9);
  });

  it('is printed with everything needed to judge it', () => {
    const text = formatResult('ingest over HTTP', {
      conditions: { members: 200_000 },
      figures: [
        {
          name: 'sustained',
          unit: 'facts/s',
          samples: [12_000, 12_400, 11_800],
          target: { atLeast: 10_000 },
          bound: { name: 'the same SQL', samples: [20_000] },
        },
      ],
    });
    expect(text).toBe(
      'ingest over HTTP (members 200000)\n' +
        '  sustained: 12,000 facts/s (11,800 to 12,400, n=3); 0.60 of the bound, the same SQL: 20,000; ' +
        'target at least 10,000: reached',
    );
  });
});
