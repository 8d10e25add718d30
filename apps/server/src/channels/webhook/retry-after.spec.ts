import { describe, expect, it } from 'vitest';
import { readRetryAfter, retryAfterMaxMs } from './retry-after.ts';

const nowMs = Date.UTC(2026, 1, 28, 23, 59, 30);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['86400', retryAfterMaxMs],
    ['86401', retryAfterMaxMs],
    ['9'.repeat(400), retryAfterMaxMs],
    ['Sun, 01 Mar 2026 00:00:00 GMT', 30_000],
    ['Sat, 28 Feb 2026 23:59:00 GMT', 0],
    ['Fri, 31 Dec 2100 23:59:59 GMT', retryAfterMaxMs],
  ])('%j is read as %i milliseconds', (text, expected) => {
    expect(readRetryAfter(text, nowMs)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '5 minutes',
    '2026-03-01T00:00:00Z',
    'Sun, 01 Mar 2026 00:00:00 +0800',
    'Sun, 99 Mar 2026 00:00:00 GMT',
    'Sun Mar  1 00:00:00 2026',
  ])('%j says nothing', (text) => {
    expect(readRetryAfter(text, nowMs)).toBeNull();
  });
});
