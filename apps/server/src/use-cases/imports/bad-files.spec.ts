import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readRows } from '../../table-files/read-rows.ts';
import { lineLengthMax } from '../../table-files/read-text.ts';
import { planImport, WishError } from './plan-import.ts';
import type { ImportPlan, ImportWishes } from './plan-import.ts';

const folder = mkdtempSync(join(tmpdir(), 'perennial-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function plan(content: string | Buffer, wishes: ImportWishes = {}): Promise<ImportPlan> {
  files += 1;
  const path = join(folder, `orders-${files}.csv`);
  writeFileSync(path, content);
  return planImport(path, wishes);
}

async function read(planned: ImportPlan) {
  const rows: (readonly string[])[] = [];
  const rejects: [number, string][] = [];
  for await (const batch of readRows(planned.scan, planned.layout)) {
    rows.push(...batch.rows.map((row) => row.values));
    rejects.push(...batch.rejects.map(({ line, code }) => [line, code] as [number, string]));
  }
  return { rows, rejects };
}

const header = 'customer_id,date,quantity,value';
const row = (n: number) => `c${n},2024-01-0${(n % 9) + 1},1,${n}.50`;
const rows = (count: number) => Array.from({ length: count }, (_, n) => row(n)).join('\n');

describe('a file that holds nothing to import', () => {
  it.each([
    ['an empty one', '', 'is empty: nothing was imported'],
    ['one of empty lines', '\n\n\n', 'nothing but empty lines'],
    ['a header alone', `${header}\n`, 'a header and no rows: nothing was imported'],
    ['an empty gzip', gzipSync(''), 'is empty: nothing was imported'],
  ])('says so: %s', async (_name, content, message) => {
    await expect(plan(content)).rejects.toThrow(message);
  });

  it('is refused when it is damaged, and when its header cannot be told from data', async () => {
    const damaged = gzipSync(rows(2_000));
    damaged.fill(7, 30, 200);
    await expect(plan(damaged)).rejects.toThrow('damaged');
    await expect(plan(`${row(1)}\n${row(2)}\n`)).rejects.toThrow('no header');
    await expect(plan(`a,a,b\n1,2,3\n`)).rejects.toThrow('"a" twice');
    await expect(plan(`{"type":}\n{{{\n`)).rejects.toThrow('no JSON objects');
  });

  it.each<[string, string | Buffer, RegExp]>([
    [
      'a new workbook',
      Buffer.from('PK\u0003\u0004aaaa\nbbbb\n', 'latin1'),
      /Excel workbook.*CSV.*nothing was imported/i,
    ],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1000a0a0a', 'hex'), /Excel workbook \(\.xls\)/],
    ['a zipped workbook', gzipSync(Buffer.from('PK\u0003\u0004a\nb\n', 'latin1')), /Excel workbook/],
    ['a PDF', '%PDF-1.7\n1 0 obj\n', /is a PDF/],
    ['a picture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200, 7)]), /is a picture/],
    ['a Parquet file', 'PAR1\n\n\nPAR1', /is a Parquet file/],
  ])('is refused by its name when it is no text: %s', async (_name, content, message) => {
    await expect(plan(content)).rejects.toThrow(message);
  });

  it('says that a folder is a folder', async () => {
    await expect(planImport(folder)).rejects.toThrow('is a folder');
  });

  it('does not call a file without rows what has rows that cannot be read', async () => {
    const wrong = `${header}\n"${row(1)}\n`;
    await expect(plan(wrong)).rejects.toThrow('a quote is opened and not closed');
  });

  it('is refused when most rows are cut in another way than the header', async () => {
    const mixed = [header, ...Array.from({ length: 9 }, (_, n) => row(n).replaceAll(',', ';'))].join('\n');
    await expect(plan(mixed)).rejects.toThrow('mixes delimiters');
  });
});

describe('a file that is partly readable', () => {
  it('gives one row when it has one', async () => {
    expect((await read(await plan(`${header}\n${row(3)}`))).rows).toEqual([row(3).split(',')]);
  });

  it('keeps what stands before the cut of a gzip file, and says where it is cut', async () => {
    const whole = gzipSync(
      `${header}\n${Array.from({ length: 20_000 }, (_, n) => `${row(n)}${n * 7919}`).join('\n')}\n`,
    );
    const planned = await plan(whole.subarray(0, Math.floor(whole.length / 2)));
    expect(planned.notes.join(' ')).toMatch(/cut off after \d+ unpacked bytes: the rows before that are kept/);
    const kept = await read(planned);
    expect(kept.rows.length).toBeGreaterThan(1_000);
    expect(kept.rows.length).toBeLessThan(20_000);
    expect(kept.rejects.length).toBeLessThanOrEqual(1);
  });

  it('rejects rows with another number of values, by line', async () => {
    const text = [header, row(1), row(2), 'only;this', `${row(3)},more`, row(4), row(5), row(6)].join('\r\n');
    const planned = await plan(text);
    expect(planned.notes.join(' ')).toContain('another number of values');
    expect(await read(planned)).toMatchObject({
      rows: { length: 5 },
      rejects: [
        [4, 'column_count'],
        [5, 'column_count'],
      ],
    });
  });

  it('rejects a line that is too long, and reads the next one', async () => {
    const planned = await plan([header, row(1), 'x'.repeat(lineLengthMax + 5), row(2), ''].join('\n'));
    const { rows: kept, rejects } = await read(planned);
    expect(kept.map(([id]) => id)).toEqual(['c1', 'c2']);
    expect(rejects).toEqual([[3, 'line_too_long']]);
  });

  it('finds the columns although the first row is too long, and its quotes are not closed', async () => {
    const long = await plan([header, `${row(1)}${'x'.repeat(3 * lineLengthMax)}`, row(2), ''].join('\n'));
    expect(await read(long)).toMatchObject({
      rows: [['c2', expect.anything(), '1', '2.50']],
      rejects: [[2, 'line_too_long']],
    });
    const quoted = await plan([header, '"c1,2024-01-01,1,1', row(2), row(3)].join('\n'));
    expect(quoted.rows).toHaveLength(2);
    expect((await read(quoted)).rejects).toEqual([[2, 'quote_not_closed']]);
  });

  it('knows lines that end as on old Macs', async () => {
    const planned = await plan([header, row(1), row(2), row(3), ''].join('\r'));
    expect(planned.scan.lines).toBe(4);
    expect(planned.rows).toHaveLength(3);
    expect((await read(planned)).rows.map(([id]) => id)).toEqual(['c1', 'c2', 'c3']);
  });

  it('rejects rows with null bytes', async () => {
    const planned = await plan([header, row(1), 'c\0,2024-01-01,1,1', row(2)].join('\n'));
    expect(planned.notes.join(' ')).toContain('null bytes');
    expect((await read(planned)).rejects).toEqual([[3, 'null_byte']]);
  });

  it('loses one row to a quote that is never closed', async () => {
    const planned = await plan([header, row(1), '"c2,2024-01-01,1,1', row(3), row(4)].join('\n'));
    const { rows: kept, rejects } = await read(planned);
    expect(rejects).toEqual([[3, 'quote_not_closed']]);
    expect(kept.map(([id]) => id)).toEqual(['c1', 'c3', 'c4']);
  });

  it('reads quoted delimiters, doubled quotes, quotes in the middle and values of two lines', async () => {
    const text = `${header}\n"a,b",2024-01-01,1,"1,50"\n"say ""hi""",2024-01-01,1,2\n6" nail,2024-01-01,1,2\n"two\nlines",2024-01-01,1,3\n`;
    const { rows: kept } = await read(await plan(text));
    expect(kept.map(([id]) => id)).toEqual(['a,b', 'say "hi"', '6" nail', 'two\nlines']);
    expect(kept[0]?.[3]).toBe('1,50');
  });

  it('rejects lines of NDJSON that are no objects', async () => {
    const planned = await plan('{"type":"a.b","messageId":"1"}\n[1]\nnull\n{"type":\n{"type":"a.c","messageId":"2"}\n');
    expect(planned.mapping.kind).toBe('facts');
    expect(await read(planned)).toMatchObject({
      rows: { length: 2 },
      rejects: [
        [2, 'not_json'],
        [3, 'not_json'],
        [4, 'not_json'],
      ],
    });
  });
});

describe('the encoding of a file', () => {
  const text = '会员编号,日期,金额\n张伟,2024-01-01,1\n王芳,2024-01-02,2\n';
  // 会员编号,日期,金额 / 张伟 / 王芳 in GBK.
  const gbk = Buffer.concat([
    Buffer.from('bbe1d4b1b1e0bac52cc8d5c6da2cbdf0b6ee0a', 'hex'),
    Buffer.from('d5c5ceb0', 'hex'),
    Buffer.from(',2024-01-01,1\n'),
    Buffer.from('cdf5b7bc', 'hex'),
    Buffer.from(',2024-01-02,2\n'),
  ]);

  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ['gb18030', gbk],
    ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('is found to be %s', async (encoding, content) => {
    const planned = await plan(content);
    expect(planned.scan.encoding).toBe(encoding);
    expect(planned.layout.columns).toEqual(['会员编号', '日期', '金额']);
    expect((await read(planned)).rows.map(([name]) => name)).toEqual(['张伟', '王芳']);
  });

  it('is Latin-1 where accents stand between plain letters, and what the operator says it is', async () => {
    const latin = Buffer.from('customer_id,date,value\nJos\xe9,2024-01-01,1\nM\xfcller,2024-01-02,2\n', 'latin1');
    expect((await read(await plan(latin))).rows.map(([name]) => name)).toEqual(['José', 'Müller']);
    expect((await plan(gbk, { encoding: 'windows-1252' })).scan.encoding).toBe('windows-1252');
  });

  it('is found although the first accent stands far from the beginning', async () => {
    const late = Buffer.concat([
      Buffer.from(`${header}\n${Array.from({ length: 30_000 }, (_, n) => row(n)).join('\n')}\n`),
      Buffer.from('Jos\xe9,2024-01-01,1,1\n', 'latin1'),
    ]);
    expect((await read(await plan(late))).rows.at(-1)?.[0]).toBe('José');
  });
});

describe('what the operator states', () => {
  it('names the columns of a file without a header', async () => {
    const planned = await plan(`${row(1)}\n${row(2)}\n`, { columns: ['customer_id', 'date', 'quantity', 'value'] });
    expect(planned.mapping.kind).toBe('orders');
    expect((await read(planned)).rows).toHaveLength(2);
  });

  it('changes the mapping, and refuses what makes no sense', async () => {
    const content = `${header}\n${rows(5)}\n`;
    const planned = await plan(content, {
      map: ['channel=customer_id', 'quantity='],
      source: 'till',
      instantFormat: 'yyyyMMdd',
    });
    expect(planned.mapping).toMatchObject({
      source: 'till',
      identityType: 'external_id:till',
      instantFormat: 'yyyyMMdd',
    });
    expect(planned.mapping.columns).toMatchObject({ channel: 'customer_id' });
    expect(planned.mapping.columns).not.toHaveProperty('quantity');
    for (const map of ['member', 'nothing=date', 'member=nobody'])
      await expect(plan(content, { map: [map] })).rejects.toThrow(WishError);
    await expect(plan(content, { source: 'Not A Source' })).rejects.toThrow(WishError);
    await expect(plan(content, { instantFormat: 'stardate' })).rejects.toThrow(WishError);
  });

  it('must settle dates that the first rows leave open', async () => {
    const open = await plan('customer_id,date,value\nc1,01/02/2024,1\nc2,03/04/2024,2\n');
    expect(open.isInstantOpen).toBe(true);
    const told = await plan('customer_id,date,value\nc1,01/02/2024,1\n', { instantFormat: 'MM/dd/yyyy' });
    expect(told).toMatchObject({ isInstantOpen: false, mapping: { instantFormat: 'MM/dd/yyyy' } });
  });
});
