import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime, showTime } from './time.ts';

const at = (text: string, zone = 'Asia/Shanghai') => {
  const time = readTime(text, zone);
  return 'at' in time ? new Date(time.at).toISOString() : time.refused;
};

describe('a time of a story', () => {
  it('is a day, a time by the clocks of its zone, or an instant', () => {
    expect(at('2025-03-01')).toBe('2025-02-28T16:00:00.000Z');
    expect(at('2025-03-01T09:30')).toBe('2025-03-01T01:30:00.000Z');
    expect(at('2025-03-01 09:30:15.250')).toBe('2025-03-01T01:30:15.250Z');
    expect(at('2025-03-01T09:30:00+01:00')).toBe('2025-03-01T08:30:00.000Z');
    expect(at('2025-03-01T09:30Z')).toBe('2025-03-01T09:30:00.000Z');
    expect(at('2025-03-01T09:30+01')).toBe('2025-03-01T08:30:00.000Z');
  });

  it('begins a day without a midnight when the day begins', () => {
    expect(at('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('is refused where clocks skip it or have it twice', () => {
    expect(at('2018-11-04T00:30', 'America/Sao_Paulo')).toContain('is skipped by the clocks of America/Sao_Paulo');
    expect(at('2011-12-30', 'Pacific/Apia')).toContain('is skipped by the calendar');
    expect(at('2025-10-26T02:30', 'Europe/Berlin')).toContain('comes twice on the clocks of Europe/Berlin');
    expect(at('2025-10-26T02:30+01:00', 'Europe/Berlin')).toBe('2025-10-26T01:30:00.000Z');
  });

  it.each([
    '',
    'tomorrow',
    '2025-01-01T09:30+01:00[Europe/Berlin]',
    '1850-01-01',
    '275760-01-01',
    '2025-02-30',
    '2025-13-01T10:00',
    '01/03/2025',
    '2025-03-01T25:00Z',
  ])('is not %j', (text) => {
    expect(at(text)).toContain('is no time');
  });

  it('is read again as it is shown', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'America/Sao_Paulo', 'Europe/Berlin', 'Asia/Kathmandu');
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000, max: 4_000_000_000_000 }), zones, (instant, zone) => {
        expect(readTime(showTime(instant, zone), zone)).toEqual({ at: instant });
      }),
    );
  });
});
