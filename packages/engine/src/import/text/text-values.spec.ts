import { describe, expect, it } from 'vitest';
import { guessInstantFormat } from '../index.ts';
import { readDecimal, toMinor } from './decimal-text.ts';
import { createInstantReader, toInstantFormat } from './instant-text.ts';

describe('numbers and instants', () => {
  it.each([
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['12,5', 12.5],
    ['¥ 88', 88],
    ['(3.00)', -3],
    ['-2', -2],
    ['１２', 12],
    ['USD 4.20', 4.2],
    ['1e3', 1000],
  ])('reads %s', (text, value) => {
    expect(readDecimal(text)).toBe(value);
  });
  it.each(['', 'abc', '1.2.3', '--1', '0x10', 'NaN', 'Infinity'])('does not read "%s"', (text) => {
    expect(readDecimal(text)).toBeNaN();
  });
  it('rounds to the minor unit of the currency', () => {
    expect([toMinor(2.55, 2), toMinor(1.005, 2), toMinor(-1.005, 2), toMinor(99.6, 0), toMinor(-0.001, 2)]).toEqual([
      255, 101, -101, 100, 0,
    ]);
  });
  it('reads local times in the zone, across a change of the clock', () => {
    const read = createInstantReader('iso', 'Europe/London');
    expect(read('2011-03-27 00:30:00')).toBe(Date.parse('2011-03-27T00:30:00Z'));
    expect(read('2011-03-27 09:00:00')).toBe(Date.parse('2011-03-27T08:00:00Z'));
    expect(read('2011-03-28 09:00:00')).toBe(Date.parse('2011-03-28T08:00:00Z'));
    expect(read('2011-06-01T09:00:00+02:00')).toBe(Date.parse('2011-06-01T07:00:00Z'));
    expect(read('2011-06-01T09:00:00.250Z')).toBe(Date.parse('2011-06-01T09:00:00.250Z'));
    expect(createInstantReader('iso', 'Asia/Shanghai')('2024年3月1日 8:05')).toBe(Date.parse('2024-03-01T00:05:00Z'));
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
    expect(toInstantFormat('dd.MM.yyyy HH:mm')).toBe('dd/MM/yyyy');
    expect(toInstantFormat('dd MMM yyyy HH:mm')).toBe('dd MMM yyyy');
    expect(toInstantFormat('tomorrow')).toBeUndefined();
  });
});
