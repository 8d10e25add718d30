import { describe, expect, it } from 'vitest';
import { guessMapping, type FileSample } from '../index.ts';
import { readReferenceRow } from './reference-rows.ts';
import { createRowReader } from './row-reader.ts';

function sampleOf(columns: readonly string[], ...rows: readonly string[][]): FileSample {
  return { fileName: 'file.csv', folderName: '', columns, rows, isObjects: false };
}

function read(columns: readonly string[], ...rows: readonly string[][]) {
  const { mapping } = guessMapping(sampleOf(columns, ...rows));
  const reader = createRowReader({ mapping, columns, zone: 'Asia/Shanghai', currencyDigits: 2 });
  return rows.map((values, line) => readReferenceRow(reader, 'rates', { line, values }));
}

describe('a file of rates', () => {
  it('is told by its columns, in English and Chinese, whatever way its days are written', () => {
    expect(guessMapping(sampleOf(['currency', 'from_on', 'rate'], ['USD', '2026-01-01', '7.1'])).mapping.kind).toBe(
      'rates',
    );
    const chinese = guessMapping(sampleOf(['币种', '汇率', '生效日期'], ['USD', '7.1', '25/01/2026'])).mapping;
    expect([chinese.kind, chinese.instantFormat]).toEqual(['rates', 'dd/MM/yyyy']);
  });

  it('is not what holds orders with a rate beside them', () => {
    const orders = ['order_id', 'date', 'amount', 'currency', 'rate', 'customer_id'];
    expect(guessMapping(sampleOf(orders, ['1', '2026-01-01', '5', 'USD', '7', 'c'])).mapping.kind).toBe('orders');
  });

  it('gives the day in the zone of the program and the rate to its last digit', () => {
    expect(read(['currency', 'date', 'rate'], ['usd', '2026-01-01', '7.10000000001'])).toEqual([
      {
        kind: 'row',
        row: { kind: 'rates', id: 'USD 2026-01-01', currency: 'USD', fromOn: '2026-01-01', rate: '7.10000000001' },
      },
    ]);
  });

  it.each([
    ['field_empty', ['', '2026-01-01', '7']],
    ['currency_unknown', ['QQQ', '2026-01-01', '7']],
    ['rate_unreadable', ['USD', '2026-01-01', '']],
    ['rate_unreadable', ['USD', '2026-01-01', '0']],
    ['rate_unreadable', ['USD', '2026-01-01', '-7']],
    ['rate_unreadable', ['USD', '2026-01-01', '7,1']],
    ['day_unreadable', ['USD', '2026-02-30', '7']],
    ['day_unreadable', ['USD', '', '7']],
    ['day_unreadable', ['USD', '1960-01-01', '7']],
  ])('rejects a row with %s: %j', (code, values) => {
    const [, row] = read(['currency', 'from_on', 'rate'], ['EUR', '2026-01-01', '8'], values);
    expect(row).toMatchObject({ kind: 'problem', problem: { code } });
  });
});
