import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('quotes what needs it, disarms formulas, and marks the encoding', () => {
  const csv = toCsv(
    {
      columns: [
        { title: '姓名', kind: 'text' },
        { title: 'n', kind: 'integer' },
      ],
      rows: [
        ['李, "小"', 3],
        ['=cmd()', -1],
        ['plain', null],
      ],
    },
    { locale: 'zh-CN', currency: 'CNY' },
  );
  expect(csv).toBe('\uFEFF姓名,n\r\n"李, ""小""",3\r\n\'=cmd(),-1\r\nplain,\r\n');
});

it('writes amounts in the unit of the currency, which its header names', () => {
  const table = { columns: [{ title: 'Net sales', kind: 'money' }], rows: [[123_456], [-5], [null]] } as const;
  expect(toCsv(table, { locale: 'en', currency: 'CNY' })).toBe('\uFEFFNet sales (CNY)\r\n1234.56\r\n-0.05\r\n\r\n');
  expect(toCsv(table, { locale: 'zh-CN', currency: 'JPY' })).toBe('\uFEFFNet sales(JPY)\r\n123456\r\n-5\r\n\r\n');
});
