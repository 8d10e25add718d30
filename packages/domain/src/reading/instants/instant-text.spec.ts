import { describe, expect, it } from 'vitest';
import { createInstantReader, createInstantsReader, toInstantFormats } from './instant-text.ts';
import { dayPart, describeInstantQuestion, guessInstantFormat, settleInstants } from './settle-instants.ts';

const settle = (texts: readonly string[]) => settleInstants(new Map(texts.map((text) => [text, 1])));

describe('instants', () => {
  it('reads local times in the zone, across a change of the clock', () => {
    const read = createInstantReader('iso', 'Europe/London');
    expect(read('2011-03-27 00:30:00')).toBe(Date.parse('2011-03-27T00:30:00Z'));
    expect(read('2011-03-27 09:00:00')).toBe(Date.parse('2011-03-27T08:00:00Z'));
    expect(read('2011-03-28 09:00:00')).toBe(Date.parse('2011-03-28T08:00:00Z'));
    expect(read('2011-06-01T09:00:00+02:00')).toBe(Date.parse('2011-06-01T07:00:00Z'));
    expect(read('2011-06-01T09:00:00.250Z')).toBe(Date.parse('2011-06-01T09:00:00.250Z'));
    expect(createInstantReader('iso', 'Asia/Shanghai')('2024年3月1日 8:05')).toBe(Date.parse('2024-03-01T00:05:00Z'));
    expect(createInstantReader('iso', 'UTC')('2024/3/1 下午 2:05')).toBe(Date.parse('2024-03-01T14:05:00Z'));
    expect(createInstantReader('MM/dd/yyyy', 'UTC')('3/1/2024 12:05 AM')).toBe(Date.parse('2024-03-01T00:05:00Z'));
    expect(createInstantReader('yyyyMMdd', 'UTC')('19970101')).toBe(Date.parse('1997-01-01T00:00:00Z'));
  });
  it.each(['2024-02-30', '2024-13-01', '2024-01-01 25:00', 'yesterday', '01/02/2024', '2024-01-01 10:00 Mars'])(
    'does not read %s as ISO',
    (text) => {
      expect(createInstantReader('iso', 'UTC')(text)).toBeNaN();
    },
  );
  it.each([
    '12 Jan 2011',
    'Jan 12, 2011',
    '12-JAN-2011',
    'january 12 2011',
    '12th of January 2011',
    'Wed, 12 Jan 2011 00:00:00 GMT',
    'Jan. 12, 2011, 12:00 AM',
    '2011年1月12日',
  ])('reads %s', (text) => {
    const { format } = guessInstantFormat([text]);
    expect(format).toBe(text.includes('年') ? 'iso' : 'dd MMM yyyy');
    expect(createInstantReader(format ?? 'epoch_s', 'UTC')(text)).toBe(Date.parse('2011-01-12T00:00:00Z'));
  });
  it.each([
    '31 Feb 2011',
    '12 Janet 2011',
    'Jan 2011',
    '12 Jan 20111',
    'May',
    '0 Jan 2011',
    '12 13 2011',
    '12 Jan 2011 noon',
  ])('does not read %s as a day with a named month', (text) =>
    expect(createInstantReader('dd MMM yyyy', 'UTC')(text)).toBeNaN(),
  );
  it('settles day and month by a number above 12, and says when it cannot', () => {
    expect(guessInstantFormat(['01/02/2024', '13/02/2024'])).toEqual({ format: 'dd/MM/yyyy', isAmbiguous: false });
    expect(guessInstantFormat(['01/02/2024', '02/13/2024'])).toEqual({ format: 'MM/dd/yyyy', isAmbiguous: false });
    expect(guessInstantFormat(['01/02/2024'])).toMatchObject({ isAmbiguous: true });
    expect(guessInstantFormat(['13/02/2024', '02/13/2024'])).toEqual({ format: undefined, isAmbiguous: false });
    expect(toInstantFormats('dd.MM.yyyy HH:mm')).toEqual(['dd/MM/yyyy']);
    expect(toInstantFormats('dd MMM yyyy HH:mm')).toEqual(['dd MMM yyyy']);
    expect(toInstantFormats('tomorrow')).toBeUndefined();
  });
  it('reads the days that a spreadsheet counts, with their time', () => {
    expect(guessInstantFormat(['45292', '45293.5']).format).toBe('serial');
    expect(createInstantReader('serial', 'UTC')('45292')).toBe(Date.parse('2024-01-01T00:00:00Z'));
    expect(createInstantReader('serial', 'Asia/Shanghai')('45293.5')).toBe(Date.parse('2024-01-02T04:00:00Z'));
    expect(createInstantReader('serial', 'UTC')('17850')).toBeNaN();
  });
  it('reads years of two digits as those of this century', () => {
    expect(createInstantReader('dd/MM/yyyy', 'UTC')('25/12/10 08:30')).toBe(Date.parse('2010-12-25T08:30:00Z'));
    expect(createInstantReader('dd MMM yyyy', 'UTC')('14-MAR-11')).toBe(Date.parse('2011-03-14T00:00:00Z'));
    expect(createInstantReader('dd/MM/yyyy', 'UTC')('25/12/102')).toBeNaN();
  });
  it('reads a column in several formats by its list', () => {
    const read = createInstantsReader(toInstantFormats('iso | dd MMM yyyy | serial') ?? [], 'UTC');
    expect(['2024-01-01', '1 Jan 2024', '45292', 'soon'].map(read)).toEqual([
      ...Array.from({ length: 3 }, () => Date.parse('2024-01-01T00:00:00Z')),
      Number.NaN,
    ]);
    expect(toInstantFormats('iso | soon')).toBeUndefined();
  });
  it('settles a column by all of its days, and asks where both orders stand or either could', () => {
    expect(settle(['03/04/2023', '25/04/2023', '2023-05-01'])).toEqual({
      kind: 'settled',
      order: 'dd/MM/yyyy',
      formats: [
        { format: 'dd/MM/yyyy', count: 2 },
        { format: 'iso', count: 1 },
      ],
    });
    expect(settle(['03/04/2023'])).toMatchObject({ kind: 'ask', why: 'either' });
    const both = settle(['01/25/2024', '25/02/2024']);
    expect(both).toMatchObject({ kind: 'ask', why: 'both', dayFirst: 1, monthFirst: 1, either: 0 });
    expect(both.kind === 'ask' && describeInstantQuestion(both, '--date-format')).toContain('mixes both orders');
    expect(settle(['24/01/05', '24/02/06', '23/03/07'])).toMatchObject({ kind: 'ask', why: 'year' });
    expect(settle(['05/05/2023'])).toMatchObject({ kind: 'settled' });
  });
  it('takes the day of a text apart from its time, and leaves a named month whole', () => {
    expect(
      ['2024-01-05 10:12', '5/1/2024T09:00', 'Jan 5, 2024 10:00', '5 Jan 2024', '2024年1月5日 8:05'].map(dayPart),
    ).toEqual(['2024-01-05', '5/1/2024', 'Jan 5, 2024 10:00', '5 Jan 2024', '2024年1月5日 8:05']);
  });
});
