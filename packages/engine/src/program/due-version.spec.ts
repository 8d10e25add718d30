import { expect, it } from 'vitest';
import { dueVersion } from './due-version.ts';

const versions = (keys: string) => Array.from(keys, (foldKey, index) => ({ version: index + 1, foldKey }));

it('waits for nobody where a version folds as the one before', () => {
  expect(dueVersion(versions('aa'), 2)).toBe(0);
  expect(dueVersion(versions('a'), 1)).toBe(0);
  expect(dueVersion([], 1)).toBe(0);
});

it('waits for those behind the version that changed timelines, also when later ones did not', () => {
  expect(dueVersion(versions('abb'), 3)).toBe(2);
  expect(dueVersion(versions('abba'), 4)).toBe(4);
});

it('does not look past the version that is asked for', () => {
  expect(dueVersion(versions('aab'), 2)).toBe(0);
  expect(dueVersion(versions('abc'), 2)).toBe(2);
});
