import { earningRuleWords, walletWords } from '@perennial/domain';
import { expect, it } from 'vitest';
import { afterChange, keysAt, withKey } from './change-part.ts';
import type { FormShape } from './form-shape.ts';
import { join, shapePath } from './form-shape.ts';

const kinds: Readonly<Record<string, readonly string[]>> = {
  rate: ['kind', 'perMinor', 'units', 'rounding'],
  fixed: ['kind', 'units'],
};
const shape: FormShape = {
  keysOf: (path, value) => (path === 'award' ? (kinds[String(value['kind'])] ?? ['kind']) : undefined),
  firstOf: (path) => (path === 'award.perMinor' ? 100 : path === 'award.units' ? 1 : undefined),
};
const award = earningRuleWords.keys['award'];
const keys = award?.kind === 'object' ? award.keys : {};
const place = { path: 'award', keys, shape };

it('takes along to another kind what it has too, and begins what it cannot be without', () => {
  expect(afterChange(place, { kind: 'rate' }, { kind: 'fixed', units: 5, perMinor: 100 })).toEqual({
    kind: 'fixed',
    units: 5,
  });
  expect(afterChange(place, { kind: 'fixed' }, { kind: 'rate', units: 5 })).toEqual({
    kind: 'rate',
    units: 5,
    perMinor: 100,
  });
});

it('keeps what no words are known of, and begins nothing that may be left out', () => {
  expect(afterChange(place, {}, { kind: 'fixed', units: 5, later: 1 })).toEqual({ kind: 'fixed', units: 5, later: 1 });
  expect(afterChange(place, {}, { kind: 'rate', units: 1, perMinor: 1 })).not.toHaveProperty('rounding');
});

it('leaves empty what was emptied', () => {
  const rate = { kind: 'rate', perMinor: 100 };
  expect(afterChange(place, { ...rate, units: 5 }, rate)).toEqual(rate);
});

it('asks for the keys of the kind alone, in the order of the words', () => {
  expect(keysAt(place, { kind: 'fixed' })).toEqual(['kind', 'units']);
  expect(keysAt({ path: '', keys: walletWords.keys, shape }, {})[0]).toBe('id');
});

it('leaves out what has no value', () => {
  expect(withKey({ a: 1, b: 2 }, 'a', undefined)).toEqual({ b: 2 });
  expect(withKey({ a: 1 }, 'a', null)).toEqual({ a: null });
});

it('knows a place of a list by its list', () => {
  expect(shapePath(join('levels[2].benefits[11]', 'limit'))).toBe('levels[].benefits[].limit');
});
