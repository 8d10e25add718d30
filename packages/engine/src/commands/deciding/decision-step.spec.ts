import { describe, expect, it } from 'vitest';
import { decisionIdOf } from './decision-step.ts';

const place = { recordedAt: Date.UTC(2026, 0, 1), shard: 7, position: 12 };

describe('the id of a decision', () => {
  it('is a UUID of version 7, made of its place in the log', () => {
    expect(decisionIdOf(place)).toBe('019b76da-a800-7007-8000-00000000000c');
    expect(decisionIdOf({ recordedAt: 2 ** 48 - 1, shard: 4_095, position: Number.MAX_SAFE_INTEGER })).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('is another one for every place, and greater for a later one, also within one millisecond', () => {
    const places = [
      place,
      { ...place, position: 13 },
      { ...place, position: 4_096 },
      { ...place, position: 2 ** 50 },
      { ...place, shard: 8 },
      { ...place, recordedAt: place.recordedAt + 1, position: 1 },
    ];
    const ids = places.map(decisionIdOf);
    expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
