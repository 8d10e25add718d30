import { describe, expect, it } from 'vitest';
import { int4Array, int8Array, textArray, uuidArray } from './binary-arrays.ts';
import { int4Column, int8Column, ownerColumns, textColumn } from './columns.ts';

const texts = ['', 'a', 'a', 'längliche', 'x'.repeat(40), 'x'.repeat(40), null, 'x'.repeat(40), '常青', '常青', ''];
const numbers = [0, -1, 7, null, 7, 2_147_483_647, -2_147_483_648];
const ids = ['0198c5a1-7f3e-7abc-8def-ffffffffffff', '00000000-0000-0000-0000-000000000001'];

describe('a column of rows', () => {
  it('is the array of its values', () => {
    expect(
      textColumn(
        texts.map((field) => ({ field })),
        'field',
      ),
    ).toEqual(textArray(texts));
    const rows = numbers.map((field) => ({ field }));
    expect(int4Column(rows, 'field')).toEqual(int4Array(numbers));
    expect(int8Column(rows, 'field')).toEqual(int8Array(numbers));
  });

  it('takes a field that a row does not have as none', () => {
    expect(int8Column([{ other: 1 }, { field: 2 }], 'field')).toEqual(int8Array([null, 2]));
    expect(textColumn([{ other: 1 }, { field: 2 }], 'field')).toEqual(textArray([null, '2']));
  });

  it('may be empty', () => {
    expect(textColumn([], 'field')).toEqual(textArray([]));
    expect(int4Column([], 'field')).toEqual(int4Array([]));
    expect(int8Column([], 'field')).toEqual(int8Array([]));
    expect(ownerColumns([])).toEqual([int4Array([]), uuidArray([])]);
  });

  it('keeps what was written of one when the next is written, and when it outgrows the room for it', () => {
    const first = textColumn([{ field: 'first' }], 'field');
    const long = Array.from({ length: 300 }, (_, n) => ({ field: `${n}-`.repeat(1_000) }));
    expect(textColumn(long, 'field')).toEqual(textArray(long.map(({ field }) => field)));
    expect(first).toEqual(textArray(['first']));
  });

  it('names the owner of each row, also where several rows are of one', () => {
    const [one, two] = ids.map((id, shard) => ({ shard, id }));
    if (one === undefined || two === undefined) throw new Error('there are two');
    const owners = [one, one, two, two, one];
    expect(ownerColumns(owners)).toEqual([int4Array([0, 0, 1, 1, 0]), uuidArray(owners.map(({ id }) => id))]);
  });

  it('refuses what the column cannot hold', () => {
    expect(() => int4Column([{ field: 2_147_483_648 }], 'field')).toThrow(RangeError);
    expect(() => int8Column([{ field: 0.5 }], 'field')).toThrow(RangeError);
    expect(() => int8Column([{ field: 'seven' }], 'field')).toThrow(RangeError);
    expect(() => ownerColumns([{ shard: 0, id: 'nobody' }])).toThrow(RangeError);
  });
});
