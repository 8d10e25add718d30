import { describe, expect, it } from 'vitest';
import { maskRejects, maskRows } from './mask-import.ts';

async function maskedFile(parts: readonly string[]): Promise<string> {
  let text = '';
  for await (const part of maskRejects(toParts(parts))) text += part;
  return text;
}

async function* toParts(parts: readonly string[]): AsyncIterable<string> {
  yield* parts;
}

describe('the file of the rejects', () => {
  const file =
    'line,code,reason\n123456789,order_of_another,"order 13812345678 belongs to another customer since line 2"\n' +
    '4,x_y,"first line\nwrite to mei.lin@example.com"\n';
  const masked =
    'line,code,reason\n123456789,order_of_another,"order ••••5678 belongs to another customer since line 2"\n' +
    '4,x_y,"first line\nwrite to m•••@example.com"\n';

  it('keeps lines and codes, and hides what looks personal', async () => {
    expect(await maskedFile([file])).toBe(masked);
  });

  it('hides it wherever the file is cut as it is read', async () => {
    for (let at = 0; at < file.length; at += 1)
      expect(await maskedFile([file.slice(0, at), file.slice(at)])).toBe(masked);
  });

  it('keeps a last line without an end', async () => expect(await maskedFile(['1,a,"x"'])).toBe('1,a,"x"'));
});

it('hides in the first rows of a file what is somebody’s, and keeps figures, days and things', () => {
  const columns = ['order_no', 'customer_id', 'name', 'paid', 'amount', 'remark', '手机号'];
  const mapping = { columns: { orderId: 'order_no', member: 'customer_id', occurredAt: 'paid', amount: 'amount' } };
  const rows = [
    ['A-13812345678', '13812345678', '王芳', '2026-03-01 10:00', '12.50', 'call Wang', '13812345678'],
    ['', 'C1'],
  ];
  expect(maskRows({ columns, rows, mapping })).toEqual([
    ['A-13812345678', '••••5678', '•••', '2026-03-01 10:00', '12.50', '•••', '••••5678'],
    ['', '••••'],
  ]);
});
