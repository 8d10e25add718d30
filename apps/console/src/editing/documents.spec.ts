import { expect, it } from 'vitest';
import { isSame, withChanges } from './documents.ts';

const documents = { 'settings.json': { a: 1, b: 2 }, 'identities.json': { types: [] } };

it('puts changes in the place of documents, adds new ones and takes away what is undefined', () => {
  const changes = { 'settings.json': { a: 3 }, 'identities.json': undefined, 'statistics.json': { c: 4 } };
  expect(withChanges(documents, changes)).toEqual({ 'settings.json': { a: 3 }, 'statistics.json': { c: 4 } });
  expect(withChanges(documents, {})).toEqual(documents);
});

it('tells documents apart by what they say, not by the order of their keys', () => {
  expect(isSame(documents, withChanges(documents, { 'settings.json': { b: 2, a: 1 } }))).toBe(true);
  expect(isSame(documents, withChanges(documents, { 'settings.json': { b: 2, a: 2 } }))).toBe(false);
  expect(isSame(documents, withChanges(documents, { 'identities.json': undefined }))).toBe(false);
});
