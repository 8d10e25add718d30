import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

describe('the word that was meant', () => {
  it('is the one with the fewest slips', () => {
    expect(nearestWord('actve', ['new', 'active', 'silent'])).toBe('active');
    expect(nearestWord('tag', ['stages', 'tags'])).toBe('tags');
  });

  it('is none where none is near, or where all its letters would be slips', () => {
    expect(nearestWord('wallet', ['stages', 'tags'])).toBeUndefined();
    expect(nearestWord('xy', ['ab'])).toBeUndefined();
    expect(nearestWord('', [])).toBeUndefined();
  });
});
