import { describe, expect, it } from 'vitest';
import { createRowReader } from './copy-text.ts';

function read(text: string, pieceBytes: number): unknown[] {
  const rows: unknown[] = [];
  const reader = createRowReader(['a', 'b', 'c'], ['c', 'a'], (values) => rows.push(values));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) void reader.rows(bytes.subarray(at, at + pieceBytes));
  return rows;
}

describe('rows in the text format of COPY', () => {
  it.each([1, 2, 5, 7, 1_000])('are told whole, however they are cut (%i bytes)', (pieceBytes) => {
    expect(read('1\tx\t会员\n\\N\ty\ttab\\tand\\\\back\\n\n', pieceBytes)).toEqual([
      ['会员', '1'],
      ['tab\tand\\back\n', null],
    ]);
  });
});
