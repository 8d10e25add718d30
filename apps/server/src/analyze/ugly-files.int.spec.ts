import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const folder = createFolder();
afterAll(() => folder[Symbol.dispose]());

function file(name: string, content: string | Buffer): string {
  const path = folder.of(name);
  writeFileSync(path, content);
  return path;
}

const head = 'customer_id,date,amount\n';

/** Some customers with a rhythm each, over a year and a half. */
function shopRows(people = 20): string[] {
  const rows: string[] = [];
  for (let person = 0; person < people; person++) {
    for (let day = person % 40; day < 500 && (person % 3 !== 0 || day < 200); day += 9 + ((person * 7) % 45)) {
      const date = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
      rows.push(`C${person},${date},${(10 + ((person * 13 + day) % 50)).toFixed(2)}`);
    }
  }
  return rows;
}

interface Figures {
  readonly totals: {
    readonly customers: number;
    readonly purchaseDays: number;
    readonly netSales: number;
    readonly oneTimeBuyers: number;
  };
  readonly quality: {
    readonly lines: number;
    readonly problems: readonly {
      readonly code: string;
      readonly count: number;
      readonly examples: readonly { readonly line: number; readonly detail: string }[];
    }[];
    readonly anonymous: { readonly lines: number; readonly amount: number };
    readonly duplicates: { readonly lines: number };
    readonly returns: { readonly lines: number; readonly amount: number };
  };
  readonly backtest: { readonly absent?: string };
  readonly notes: readonly string[];
  readonly files: readonly {
    readonly encoding: string;
    readonly delimiter: string;
    readonly map: Record<string, string>;
    readonly hasHeader: boolean;
  }[];
  readonly dateFormats: readonly { readonly format: string; readonly rows: number }[];
}

async function figures(path: string, ...words: string[]): Promise<Figures> {
  const run = await runAnalyze(path, '--json', ...words);
  expect(run.stderr).not.toContain('"error"');
  expect(run.code).toBe(0);
  return JSON.parse(run.stdout) as Figures;
}

describe('bad rows', () => {
  test('are listed with line and reason, counted, and the rest is analysed', async () => {
    const rows = shopRows();
    rows.splice(
      3,
      0,
      'C1,2023-02-30,10',
      'C2,2023-02-03,ten',
      'C3,2023-02-03',
      'C4,2023-02-03,1,2',
      'C5,,5',
      'C6,1970-01-01,5',
    );
    const found = await figures(file('bad.csv', head + rows.join('\n')));
    const at = (code: string) => found.quality.problems.find((one) => one.code === code);
    expect(at('date-invalid')?.examples).toEqual([{ file: 'bad.csv', line: 5, detail: '2023-02-30' }]);
    expect(at('number-invalid')?.examples[0]).toMatchObject({ line: 6, detail: 'amount ten' });
    expect(at('column-count')?.examples.map(({ line }) => line)).toEqual([7, 8]);
    expect(at('date-empty')?.count).toBe(1);
    expect(at('date-early')?.count).toBe(1);
    expect(found.quality.lines).toBe(rows.length);
  });

  test('keep their place behind line breaks within quotes', async () => {
    const text =
      'customer_id,date,amount,description\nC1,2023-01-01,5,"two\nlines"\nC2,2023-01-02,6,plain\nC3,bad,7,plain\n';
    const found = await figures(file('breaks.csv', text));
    expect(found.quality.problems[0]?.examples[0]?.line).toBe(5);
  });

  test('a quote that is never closed loses no line before it, and says so', async () => {
    const found = await figures(
      file('quote.csv', `${head}${shopRows(5).join('\n')}\nC9,2023-01-01,"5\nC9,2023-01-02,5\n`),
    );
    expect(found.quality.problems.length).toBeGreaterThan(0);
    expect(found.totals.customers).toBe(5);
  });

  test('a file cut off in the middle tells its last line', async () => {
    const found = await figures(file('cut.csv', `${head}${shopRows(5).join('\n')}\nC4,2023-0`));
    expect(found.quality.problems[0]).toMatchObject({ code: 'column-count', count: 1 });
  });

  test('a gzip file cut off in the middle is analysed as far as it goes, and says so', async () => {
    const whole = gzipSync(head + shopRows(150).join('\n'));
    const found = await figures(file('cut.csv.gz', whole.subarray(0, Math.floor(whole.length / 2))));
    expect(found.notes.join()).toContain('cut off');
    expect(found.totals.customers).toBeGreaterThan(50);
  });
});

describe('dates', () => {
  test('that could be read either way are asked about, with both readings and the flag', async () => {
    const run = await runAnalyze(file('either.csv', `${head}a,01/02/2023,5\nb,03/04/2023,6\na,05/06/2023,7\n`));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('2023-02-01  if the day comes first:   --date-format dd/MM/yyyy');
    expect(run.stderr).toContain('2023-01-02  if the month comes first: --date-format MM/dd/yyyy');
  });

  test('are read as told', async () => {
    const path = file('told.csv', `${head}a,01/02/2023,5\nb,03/04/2023,6\n`);
    expect(await figures(path, '--date-format', 'MM/dd/yyyy')).toMatchObject({
      firstOn: '2023-01-02',
      lastOn: '2023-03-04',
    });
  });

  test('above twelve settle the order for the whole column', async () => {
    expect(await figures(file('settled.csv', `${head}a,01/02/2023,5\nb,25/04/2023,6\n`))).toMatchObject({
      firstOn: '2023-02-01',
    });
  });

  test('written in two ways are both read, and told', async () => {
    const found = await figures(file('mixed.csv', `${head}a,2023-02-01,5\nb,25/04/2023,6\nc,20230501,7\n`));
    expect(found.dateFormats.map(({ format }) => format).sort()).toEqual(['dd/MM/yyyy', 'yyyy-MM-dd', 'yyyyMMdd']);
  });

  test('with names of months are read, with their time or without, and those that are none are listed whole', async () => {
    const text = `${head}a,12 Jan 2011 10:05,5\nb,"Feb 13, 2011",6\nc,14-MAR-11,7\nd,"Thu, 12th October 2011, 8:05 PM",8\ne,2011年12月1日,9\nf,31 Feb 2011 noon,1\n`;
    const found = await figures(file('named.csv', text));
    expect(found).toMatchObject({ firstOn: '2011-01-12', lastOn: '2011-12-01', totals: { customers: 5 } });
    expect(found.dateFormats).toEqual([
      { format: 'dd MMM yyyy', rows: 4 },
      { format: 'yyyy-MM-dd', rows: 1 },
    ]);
    expect(found.quality.problems).toMatchObject([
      { code: 'date-invalid', examples: [{ line: 7, detail: '31 Feb 2011' }] },
    ]);
  });

  test('of both orders in one column are asked about', async () => {
    const run = await runAnalyze(file('both.csv', `${head}a,25/02/2023,5\nb,02/25/2023,6\nc,02/03/2023,6\n`));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('mixes both orders');
  });

  test('in the future are left out and counted', async () => {
    const found = await figures(file('future.csv', `${head}${shopRows(5).join('\n')}\nC1,2199-01-01,5\n`));
    expect(found.quality.problems).toMatchObject([{ code: 'future', count: 1 }]);
  });
});

describe('amounts', () => {
  test('below zero are returns of what was bought before', async () => {
    const found = await figures(
      file('negative.csv', `${head}a,2023-01-01,50\na,2023-02-01,30\na,2023-02-05,-30\nb,2023-01-05,20\n`),
    );
    expect(found.totals).toMatchObject({ purchaseDays: 2, netSales: 70 });
    expect(found.quality.returns).toEqual({ lines: 1, amount: 30 });
  });

  test('are read as people write them', async () => {
    const text =
      'customer_id;date;amount\na;2023-01-01;"1.234,50"\nb;2023-01-02;¥ 88\nc;2023-01-03;12,5\nd;2023-01-04;1.000\n';
    expect((await figures(file('written.csv', text))).totals.netSales).toBe(1234.5 + 88 + 12.5 + 1000);
  });

  test('that can be read in two ways are asked about, with both readings and the flag', async () => {
    const path = file('either-number.csv', `customer_id;date;amount\na;2023-01-01;12,50\nb;2023-01-02;12.50\n`);
    const run = await runAnalyze(path);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('--decimal comma');
    const told = await figures(path, '--decimal', 'comma');
    expect(told.totals.netSales).toBe(12.5);
    expect(told.quality.problems).toMatchObject([{ code: 'number-invalid', count: 1 }]);
  });

  test('in several currencies are refused unless told which', async () => {
    const path = file(
      'currencies.csv',
      'customer_id,date,amount,currency\na,2023-01-01,5,GBP\nb,2023-01-02,6,EUR\nb,2023-01-09,7,GBP\n',
    );
    const run = await runAnalyze(path);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('--currency GBP');
    const told = await figures(path, '--currency', 'GBP');
    expect(told.totals.netSales).toBe(12);
    expect(told.quality.problems).toMatchObject([{ code: 'other-currency', count: 1 }]);
  });
});

describe('customers and lines', () => {
  test('without a customer are anonymous sales, counted apart', async () => {
    const found = await figures(file('nobody.csv', `${head}a,2023-01-01,5\n,2023-01-02,6\nNULL,2023-01-03,7\n`));
    expect(found.quality.anonymous).toMatchObject({ lines: 2, amount: 13 });
    expect(found.totals.customers).toBe(1);
  });

  test('that repeat are told and counted, or dropped on request', async () => {
    const path = file('twice.csv', `${head}a,2023-01-01,5\na,2023-01-01,5\nb,2023-01-02,6\n`);
    const kept = await figures(path);
    expect(kept.quality.duplicates.lines).toBe(1);
    expect(kept.totals.netSales).toBe(16);
    expect((await figures(path, '--drop-duplicates')).totals.netSales).toBe(11);
  });

  test.each([
    ['one row', `${head}a,2023-01-01,5\n`, 1],
    [
      'one customer',
      `${head}${Array.from({ length: 30 }, (_, at) => `a,2023-0${1 + Math.floor(at / 10)}-${10 + (at % 10)},5`).join('\n')}\n`,
      1,
    ],
    ['one day', `${head}a,2023-01-01,5\nb,2023-01-01,6\nc,2023-01-01,7\n`, 3],
    [
      'one-time buyers',
      `${head}${Array.from({ length: 90 }, (_, at) => `c${at},2023-0${1 + (at % 9)}-1${at % 10},${at + 1}`).join('\n')}\n`,
      90,
    ],
    ['only free things', `${head}a,2023-01-01,0\nb,2023-02-01,0\n`, 2],
  ])('%s: a report all the same', async (name, text, people) => {
    const report = folder.of(`${name}.html`);
    const run = await runAnalyze(file(`${name}.csv`, text), '--report', report);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(new RegExp(`WHAT YOU HAVE .*\\n  ${people} customers`));
    expect(readFileSync(report, 'utf8')).toContain('</html>');
  });

  test('whose every purchase was given back leave nothing to analyse, without failing', async () => {
    const found = await figures(file('back.csv', `${head}a,2023-01-01,5\na,2023-01-02,-5\n`));
    expect(found.totals.customers).toBe(0);
  });
});

describe('files that cannot be analysed say why', () => {
  test.each([
    ['empty.csv', '', 'is empty'],
    ['header.csv', head, 'no rows'],
    ['lines.csv', '\n\n\n', 'empty lines'],
    ['book.xlsx', Buffer.from('PK\u0003\u0004 and so on', 'latin1'), 'CSV UTF-8'],
    ['book.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'CSV UTF-8'],
    ['none.csv', 'colour,shape\nred,round\nblue,square\n', '--map'],
    ['nodates.csv', 'customer_id,date,amount\na,soon,5\nb,later,6\n', 'is a date'],
    ['anonymous.csv', `${head},2023-01-01,5\n`, 'no customer'],
    ['torn.csv.gz', gzipSync(head).subarray(0, 4), 'gzip'],
  ])('%s', async (name, content, word) => {
    const run = await runAnalyze(file(name, content));
    expect({ code: run.code, has: run.stderr.includes(word), said: run.stderr }).toMatchObject({ code: 1, has: true });
  });

  test.each([
    [['--horizon', '0'], '--horizon'],
    [['--margin', '2'], '--margin'],
    [['--as-of', '2023-02-30'], '--as-of'],
    [['--map', 'nothing=date'], 'no column "nothing"'],
    [['--map', 'date=when'], 'no field "when"'],
    [['--out', 'scores.txt'], '--out'],
    [['--unit', 'year'], '--unit'],
  ])('wrong use is told apart: %s', async (words, said) => {
    const run = await runAnalyze(file('fine.csv', `${head}a,2023-01-01,5\n`), ...words);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(said);
  });

  test('a file that is not there is wrong use', async () => {
    expect((await runAnalyze(folder.of('absent.csv'))).code).toBe(2);
  });
});
