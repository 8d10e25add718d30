import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

describe('the digest of a text', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ])('of %j is that of the standard', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('is that of the platform at every length around the blocks, and of texts of several bytes a character', () => {
    for (let length = 0; length < 200; length += 1) {
      const text = '常é😀z'.repeat(length).slice(0, length);
      const whole = text.isWellFormed() ? text : `${text.slice(0, -1)}x`;
      expect(sha256(whole)).toBe(createHash('sha256').update(whole).digest('hex'));
    }
  });
});
