import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('quotes what needs it, disarms formulas, and marks the encoding', () => {
  const csv = toCsv({
    columns: [
      { title: '姓名', kind: 'text' },
      { title: 'n', kind: 'integer' },
    ],
    rows: [
      ['李, "小"', 3],
      ['=cmd()', -1],
      ['plain', null],
    ],
  });
  expect(csv).toBe('\uFEFF姓名,n\r\n"李, ""小""",3\r\n\'=cmd(),-1\r\nplain,\r\n');
});
