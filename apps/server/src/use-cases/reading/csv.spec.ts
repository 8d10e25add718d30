import { expect, it } from 'vitest';
import { toCsvRow } from './csv.ts';

it('quotes what CSV needs quoted, and defuses formulas but not numbers', () => {
  expect(toCsvRow(['a', 'b,c', 'd"e', 'f\ng'])).toBe('a,"b,c","d""e","f\ng"\r\n');
  expect(toCsvRow(['=1+1', '@x', '+8', '-5', '-12.5', '-x'])).toBe("'=1+1,'@x,'+8,-5,-12.5,'-x\r\n");
});
