import { expect, it } from 'vitest';
import { nextSpaceId, readPhoneSources, readSpaces, writePhoneSources, writeSpaces } from './source-documents.ts';

it('writes what sources share, and where they dial, as it was read', () => {
  const spaces = [{ id: 'retail', sources: ['shop', 'till'] }];
  const sources = [{ id: 'till', phoneCountry: 'GB' }];
  expect(writeSpaces(readSpaces({ 'number-spaces.json': { spaces } }))).toEqual({ spaces });
  expect(writePhoneSources(readPhoneSources({ 'sources.json': { sources } }))).toEqual({ sources });
});

it('leaves the documents out when they say nothing', () => {
  expect([writeSpaces(readSpaces({})), writePhoneSources(readPhoneSources({}))]).toEqual([undefined, undefined]);
});

it('reads what is half written without throwing', () => {
  for (const odd of [undefined, null, 1, [], { spaces: [1], sources: 'no' }]) {
    expect(readSpaces({ 'number-spaces.json': odd })).toEqual([]);
    expect(readPhoneSources({ 'sources.json': odd })).toEqual([]);
  }
  expect(readSpaces({ 'number-spaces.json': { spaces: [{ id: 3, sources: [null, 'shop'] }] } })).toEqual([
    { id: '', sources: ['', 'shop'] },
  ]);
});

it('names a new space as none is named', () => {
  expect(nextSpaceId([{ id: 'shared-1', sources: [] }])).toBe('shared-2');
});
