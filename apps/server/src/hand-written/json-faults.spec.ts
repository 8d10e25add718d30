import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFaults } from './json-faults.ts';

const told = (text: string) => findJsonFaults(text).map(({ line, path, message }) => [line, path.join('.'), message]);

describe('a key that stands twice', () => {
  it('is told with both its lines and where its object stands', () => {
    expect(told('{\n "a": [{ "phone": 1,\n "x": { "phone": 2 },\n "phone": 3 }]\n}')).toEqual([
      [4, 'a.0', 'the key "phone" stands twice, first in line 2'],
    ]);
  });

  it('is the same however its letters are written', () => {
    expect(told('{"a":1,"\\u0061":2}')).toHaveLength(1);
  });

  it('is none in two objects, nor in a text', () => {
    expect(told('[{"a":1},{"a":{"a":"{\\"a\\":1,\\"a\\":2}"}},[],{},"\\\\"]')).toEqual([]);
  });
});

describe('a number that would lose digits', () => {
  it.each([
    '12345678901234567890',
    '-9007199254740993',
    '9007199254740992',
    '0.1234567890123456789',
    '10000000000000000.5',
    '1e400',
    '1.00000000000000000001',
  ])('is %s', (number) => {
    expect(told(`{"a":[0,\n${number}]}`)).toEqual([
      [2, 'a.1', `the number ${number} would lose digits: write it as text, "${number}"`],
    ]);
  });

  it.each(['0', '-0', '0.0', '10.50', '1e3', '1E+21', '1.5e-7', '9007199254740991', '0.1', '-12.30', '100e-2'])(
    'is not %s',
    (number) => {
      expect(told(`{ "a" : ${number} }`)).toEqual([]);
    },
  );

  it('may stand where all its digits are kept, if it is whole', () => {
    const text = '{"fact":{"id":12345678901234567890,"d":0.1234567890123456789},"id":12345678901234567890}';
    const faults = findJsonFaults(text, { keepsDigits: ([first]) => first === 'fact' });
    expect(faults.map(({ path }) => path.join('.'))).toEqual(['fact.d', 'id']);
  });
});

const ownKey = fc.string().filter((key) => key !== '__proto__');

describe('a text', () => {
  it('may be as long as the file, and of escapes alone', () => {
    expect(told(JSON.stringify(['"'.repeat(4_000_000), 'x'.repeat(8_000_000)]))).toEqual([]);
  });
});

describe('a key that would be lost', () => {
  it('is told', () => {
    expect(told('{"a":{"__proto__":1}}')).toEqual([[1, 'a', 'the key "__proto__" is not taken']]);
  });
});

describe('what is written by a program', () => {
  it('has no faults', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const isLarge = /\d{16,}/.test(text) || text.includes('__proto__');
        if (!isLarge) expect(told(text)).toEqual([]);
      }),
    );
  });

  it('has one fault for each key that is written twice', () => {
    fc.assert(
      fc.property(fc.array(ownKey, { maxLength: 8 }), (keys) => {
        const text = `{${keys.map((key) => `${JSON.stringify(key)}: {"x": [1]}`).join(',\n')}}`;
        expect(findJsonFaults(text)).toHaveLength(keys.length - new Set(keys).size);
      }),
    );
  });
});
