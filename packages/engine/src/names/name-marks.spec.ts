import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyring, type HashKey } from '../keys/keyring.ts';
import { isNameOfMember, nameMarksOf, nameQueryOf } from './name-marks.ts';
import { hasPieces, namePieces } from './name-pieces.ts';

const hashKey = (): HashKey => ({ id: randomUUID(), key: randomBytes(32) });
const [older, current] = [hashKey(), hashKey()];
const keyringOf = (...hashKeys: readonly HashKey[]) =>
  createKeyring({ masterKeys: new Map([['m1', randomBytes(32)]]), currentMasterKeyId: 'm1', hashKeys });
const keyring = keyringOf(current);

/** What a search does: marks narrow, pieces decide. */
function isFound(name: string, text: string, { marking = keyring, searching = keyring } = {}): boolean {
  const query = nameQueryOf(searching, text);
  if (query === undefined) return false;
  const marks = new Set(nameMarksOf(marking, { name: 'name', value: JSON.stringify(name) }));
  const isMarked = query.marks.some(({ first, second }) => [...first, ...second].every((mark) => marks.has(mark)));
  return isMarked && hasPieces(namePieces(name), query.pieces);
}

describe('a name', () => {
  it.each([
    ['王小雅', '小雅'],
    ['王小雅', '王小'],
    ['王小雅', '王小雅'],
    ['王 小雅', '王小雅'],
    ['欧阳 Anna', '欧阳'],
    ['欧阳 Anna', 'anna'],
    ['Ann Brown', 'ANN'],
    ['Ann Brown', 'brown ann'],
    ['Ann Brown', 'bro'],
    ['Ann Brown', 'ann b'],
    ['José Núñez', 'nunez'],
    ['Jose Nunez', 'NÚÑEZ'],
    ["Sinéad O'Brien", 'obrien'],
    ['Sinead OBrien', 'O’Brien'],
    ['Jean-Luc Picard', 'jean luc'],
    ['Straße', 'STRASSE'],
    ['Łukasz Ødegård', 'lukasz odegard'],
    ['ＡＮＮ', 'ann'],
    ['Ёлкина Мария', 'мария'],
    ['やまだ たろう', 'だた'],
  ])('%s is found by %s', (name, text) => expect(isFound(name, text)).toBe(true));

  it.each([
    ['王小雅', '雅小'],
    ['王雅小', '小雅'],
    ['王小雅', '雅'],
    ['王小雅', '小 王'],
    ['Joanna', 'anna'],
    ['Ann Brown', 'rown'],
    ['Ann Brown', 'a'],
    ['Ann Brown', 'ann smith'],
    ['138 0013', '138'],
    ['がく', 'かく'],
    ['王小雅', ''],
    ['王小雅', '（）'],
  ])('%s is not found by %j', (name, text) => expect(isFound(name, text)).toBe(false));

  it('is found by each two of its characters, and by the beginning of each of its words', () => {
    const character = fc.constantFrom(...Array.from('王李张小雅明芳伟欧阳'));
    fc.assert(
      fc.property(fc.array(character, { minLength: 2, maxLength: 12 }), fc.nat(), fc.nat(), (name, from, length) => {
        const start = from % (name.length - 1);
        const end = start + 2 + (length % (name.length - 1 - start));
        expect(isFound(name.join(''), name.slice(start, end).join(''))).toBe(true);
      }),
    );
    const word = fc.stringMatching(/^[a-zé]{2,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (words, n, length) => {
        const one = words[n % words.length] ?? '';
        expect(isFound(words.join(' '), one.slice(0, 2 + (length % (one.length - 1))).toUpperCase())).toBe(true);
      }),
    );
  });

  it('is found after the hash key was changed, and by nobody who has another one', () => {
    const rotated = keyringOf(current, older);
    expect(isFound('王小雅', '小雅', { marking: keyringOf(older), searching: rotated })).toBe(true);
    expect(isFound('王小雅', '小雅', { marking: rotated, searching: rotated })).toBe(true);
    expect(isFound('王小雅', '小雅', { marking: keyring, searching: keyringOf(hashKey()) })).toBe(false);
  });

  it('has no more marks than it may, however long it is, and marks of no other value', () => {
    const long = JSON.stringify(
      '雅'.repeat(3) + Array.from({ length: 4_000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join(''),
    );
    expect(nameMarksOf(keyring, { name: 'name', value: long })).toHaveLength(64);
    for (const name of ['recipient', 'address', 'phone', 'productName', 'company'])
      expect(nameMarksOf(keyring, { name, value: '"王小雅"' }), name).toEqual([]);
    for (const value of ['null', '7', '{"first":"王小雅"}', '""'])
      expect(nameMarksOf(keyring, { name: 'name', value })).toEqual([]);
  });
});

it('knows what a member is called by the names of fields', () => {
  expect(['name', 'firstName', 'last_name', '姓名', 'Nick-Name', 'full name'].every(isNameOfMember)).toBe(true);
  expect(['recipient', 'contactName', 'username', 'storeName'].some(isNameOfMember)).toBe(false);
});
