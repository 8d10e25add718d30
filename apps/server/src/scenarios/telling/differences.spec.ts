import { describe, expect, it } from 'vitest';
import { differencesIn } from './differences.ts';

const pathsOf = (expected: Parameters<typeof differencesIn>[0], observed: Parameters<typeof differencesIn>[0]) =>
  differencesIn(expected, observed, 'Asia/Shanghai').map(({ path }) => path);

describe('what is otherwise', () => {
  it('is looked for by the keys that are expected, and nowhere else', () => {
    expect(pathsOf({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 2, d: 3 }, e: 4 })).toEqual([]);
    expect(pathsOf({ a: 1, b: { c: 2 } }, { a: 2, b: { c: 3 } })).toEqual(['a', 'b.c']);
  });

  it('is null where nothing is', () => {
    expect(pathsOf({ a: null, b: { c: null } }, { b: {} })).toEqual([]);
    expect(pathsOf({ a: 0 }, {})).toEqual(['a']);
    expect(pathsOf({ a: null }, { a: 0 })).toEqual(['a']);
  });

  it('is all of a list of another length, and one place of a list of the same', () => {
    expect(pathsOf(['a'], ['a', 'b'])).toEqual(['']);
    expect(pathsOf({ tags: [] }, { tags: ['a'] })).toEqual(['tags']);
    expect(pathsOf([{ a: 1 }, { a: 2 }], [{ a: 1, b: 9 }, { a: 3 }])).toEqual(['[1].a']);
  });

  it('is not how an instant is written', () => {
    expect(pathsOf({ at: '2025-03-01' }, { at: '2025-02-28T16:00:00.000Z' })).toEqual([]);
    expect(pathsOf({ at: '2025-03-01T00:00:01' }, { at: '2025-02-28T16:00:00.000Z' })).toEqual(['at']);
    expect(pathsOf({ at: '2025-03-01' }, { at: 'on the first of March' })).toEqual(['at']);
  });

  it('is a number that is written as a text', () => {
    expect(pathsOf({ a: 1 }, { a: '1' })).toEqual(['a']);
  });
});
