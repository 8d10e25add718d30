import { expect, it } from 'vitest';
import { changesOf, editedOf, newAttribute, problemOfChanges } from './attribute-changes.ts';
import type { EditedAttribute } from './attribute-changes.ts';

const known = editedOf([
  { name: 'city', value: '上海', isPersonal: false },
  { name: 'visits', value: 3, isPersonal: false },
  { name: 'sizes', value: ['s', 'm'], isPersonal: false },
  { name: 'phone', value: '138••••', isPersonal: true },
]);
const edit = (name: string, change: Partial<EditedAttribute>) =>
  known.map((one) => (one.name === name ? { ...one, ...change } : one));

it('tells what changed and nothing else, never a masked value', () => {
  expect(changesOf(known)).toEqual({});
  expect(changesOf(edit('city', { value: '北京' }))).toEqual({ city: '北京' });
  expect(changesOf(edit('visits', { value: '3' }))).toEqual({ visits: '3' });
  expect(changesOf(edit('sizes', { isRemoved: true }))).toEqual({ sizes: null });
  expect(changesOf(edit('phone', { value: '+8613800138000' }))).toEqual({ phone: '+8613800138000' });
  expect(changesOf([...known, { ...newAttribute('1'), name: ' shoe ', value: 42 }])).toEqual({ shoe: 42 });
  expect(changesOf([...known, { ...newAttribute('1'), name: 'shoe', value: 42, isRemoved: true }])).toEqual({});
});

it('says what keeps changes from being told', () => {
  expect(problemOfChanges(known)).toBeUndefined();
  expect(problemOfChanges([...known, { ...newAttribute('1'), value: 'x' }])).toBe('nameMissing');
  expect(problemOfChanges([...known, { ...newAttribute('1'), name: 'city ', value: 'x' }])).toBe('nameTwice');
  expect(problemOfChanges([...known, { ...newAttribute('1'), name: 'shoe' }])).toBe('valueMissing');
  expect(problemOfChanges(edit('city', { value: '' }))).toBe('valueMissing');
  expect(problemOfChanges(edit('city', { value: '', isRemoved: true }))).toBeUndefined();
});
