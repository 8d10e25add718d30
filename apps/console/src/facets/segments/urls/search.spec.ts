import { expect, it } from 'vitest';
import { segmentsPaths } from './paths.ts';
import { readNewSegmentSearch, readSegmentSearch, readSegmentsSearch } from './search.ts';

it('takes what it knows of an address, and leaves out the rest', () => {
  expect(readSegmentsSearch({ archived: 'true', cursor: 'c', x: 1 })).toEqual({ archived: 'true', cursor: 'c' });
  expect(readSegmentsSearch({ archived: 'perhaps' })).toEqual({});
  expect(readNewSegmentSearch({ example: 'lapsing' })).toEqual({ example: 'lapsing' });
  expect(readNewSegmentSearch({ example: 'unheard' })).toEqual({});
  expect(readSegmentSearch({ member: 'm', tab: 'x' })).toEqual({ member: 'm' });
});

it('writes addresses that are read as they were meant', () => {
  expect(segmentsPaths.segments({ archived: 'true' })).toBe('/segments?archived=true');
  expect(segmentsPaths.segment('a/b', { member: 'm' })).toBe('/segments/a%2Fb?member=m');
});
