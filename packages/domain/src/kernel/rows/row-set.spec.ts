import { describe, expect, it } from 'vitest';
import { defineRowKind, keyText } from './row-kind.ts';
import { RowSet } from './row-set.ts';

type Coupon = { readonly shop: string; readonly code: string; readonly value: number; readonly endedAt: number | null };
type Entry = { readonly sequence: number; readonly units: number };
type Day = { readonly day: number; readonly count: number; readonly firstAt: number; readonly lastAt: number };

const key = ['shop', 'code'] as const;
const columns = {
  shop: { type: 'text' },
  code: { type: 'text' },
  value: { type: 'int' },
  endedAt: { type: 'bigint', isNullable: true },
} as const;
const plainKind = defineRowKind<Coupon>({ table: 'plain', index: 0, key, columns, write: 'replace' });
const liveKind = defineRowKind<Coupon>({ table: 'coupon', index: 0, key, columns, write: 'replace', live: 'endedAt' });
const entryKind = defineRowKind<Entry>({
  table: 'entry',
  index: 1,
  key: ['sequence'],
  columns: { sequence: { type: 'int' }, units: { type: 'int' } },
  write: 'append',
});
const dayKind = defineRowKind<Day>({
  table: 'day',
  index: 2,
  key: ['day'],
  columns: {
    day: { type: 'int' },
    count: { type: 'int', add: 'sum' },
    firstAt: { type: 'bigint', add: 'least' },
    lastAt: { type: 'bigint', add: 'greatest' },
  },
  write: 'add',
});

function coupon(shop: string, code: string, value = 1): Coupon {
  return { shop, code, value, endedAt: null };
}

function ended(shop: string, code: string, endedAt: number): Coupon {
  return { ...coupon(shop, code), endedAt };
}

function keyOf(shop: string, code: string): string {
  return keyText([shop, code]);
}

const nothing = { isCleared: false, written: [], removed: [] };

describe('rows that are replaced', () => {
  it('are known where they were loaded, put or asked for, and nowhere else', () => {
    const set = new RowSet(plainKind, false);
    expect(set.isEmpty).toBe(true);
    set.supplyKeys(
      [
        ['a', '1'],
        ['a', '2'],
      ],
      [coupon('a', '1', 5)],
    );
    set.put(coupon('a', '3'));
    expect(['1', '2', '3', '4'].map((code) => set.isKnown(keyOf('a', code)))).toEqual([true, true, true, false]);
    expect([set.get(keyOf('a', '1'))?.value, set.get(keyOf('a', '2'))]).toEqual([5, null]);
    expect(set.rows().map(({ code }) => code)).toEqual(['1', '3']);
    expect(set.isWhole).toBe(false);
  });

  it('are written once, as they last were, and not at all when only looked at', () => {
    const set = new RowSet(plainKind, false);
    set.supplyKeys([['a', '1']], [coupon('a', '1')]);
    expect(set.changes()).toEqual(nothing);
    set.put(coupon('a', '2', 1));
    set.put(coupon('a', '2', 2));
    set.putAt(keyOf('a', '2'), coupon('a', '2', 3));
    expect(set.changes()).toEqual({ isCleared: false, written: [coupon('a', '2', 3)], removed: [] });
  });

  it('in memory stand before those that are loaded later', () => {
    const set = new RowSet(plainKind, false);
    set.put(coupon('a', '1', 9));
    set.supplyWhole([coupon('a', '1', 1), coupon('a', '2', 2)]);
    expect(set.rows().map(({ value }) => value)).toEqual([9, 2]);
    expect(set.isKnown(keyOf('z', 'z'))).toBe(true);
    set.supplyKeys([['a', '2']], [coupon('a', '2', 7)]);
    expect(set.get(keyOf('a', '2'))?.value).toBe(2);
  });

  it('that were removed do not come back by being loaded', () => {
    const set = new RowSet(plainKind, false);
    set.remove(coupon('a', '1'));
    set.supplyWhole([coupon('a', '1')]);
    expect(set.get(keyOf('a', '1'))).toBeNull();
    expect(set.changes().removed).toEqual([coupon('a', '1')]);
  });

  it('are removed from the store only where it may have them', () => {
    const fresh = new RowSet(plainKind, true);
    fresh.put(coupon('a', '1'));
    fresh.remove(coupon('a', '1'));
    expect(fresh.changes()).toEqual(nothing);
    const absent = new RowSet(plainKind, false);
    absent.supplyKeys([['a', '1']], []);
    absent.put(coupon('a', '1'));
    absent.remove(coupon('a', '1'));
    expect(absent.changes()).toEqual(nothing);
    const unknown = new RowSet(plainKind, false);
    unknown.put(coupon('a', '1'));
    unknown.remove(coupon('a', '1'));
    expect(unknown.changes().removed).toEqual([coupon('a', '1')]);
  });

  it('that are removed and put again are written, not removed', () => {
    const set = new RowSet(plainKind, false);
    set.supplyWhole([coupon('a', '1', 1)]);
    set.remove(coupon('a', '1', 1));
    set.put(coupon('a', '1', 2));
    expect(set.changes()).toEqual({ isCleared: false, written: [coupon('a', '1', 2)], removed: [] });
  });

  it('are forgotten as changes once they are written, and known still', () => {
    const set = new RowSet(plainKind, true);
    set.put(coupon('a', '1'));
    set.put(coupon('a', '2'));
    set.clearChanges();
    expect(set.changes()).toEqual(nothing);
    expect(set.rows()).toHaveLength(2);
    set.remove(coupon('a', '1'));
    expect(set.changes().removed).toEqual([coupon('a', '1')]);
    set.clearChanges();
    expect([set.changes(), set.get(keyOf('a', '1'))]).toEqual([nothing, null]);
  });

  it('give way to others as a whole', () => {
    const set = new RowSet(plainKind, false);
    set.supplyKeys([['a', '1']], [coupon('a', '1')]);
    set.remove(coupon('a', '1'));
    set.refill([coupon('b', '1')]);
    set.put(coupon('b', '2'));
    set.remove(coupon('b', '2'));
    expect(set.changes()).toEqual({ isCleared: true, written: [coupon('b', '1')], removed: [] });
    expect([set.isWhole, set.isKnown(keyOf('a', '1')), set.get(keyOf('a', '1'))]).toEqual([true, true, null]);
    set.clearChanges();
    expect(set.changes()).toEqual(nothing);
  });
});

describe('rows that hold no longer', () => {
  it('stay in memory until they are written, and have to be loaded again after', () => {
    const set = new RowSet(liveKind, true);
    set.put(ended('a', '1', 99));
    set.put(coupon('a', '2'));
    expect(set.rows()).toHaveLength(2);
    set.clearChanges();
    expect(set.rows()).toEqual([coupon('a', '2')]);
    expect([set.isWhole, set.isKnown(keyOf('a', '1')), set.isKnown(keyOf('a', '2'))]).toEqual([true, false, true]);
  });

  it('are not among all that are loaded, so a key is not known by that', () => {
    const set = new RowSet(liveKind, false);
    set.supplyWhole([coupon('a', '2')]);
    expect(set.isWhole).toBe(true);
    expect([set.isKnown(keyOf('a', '1')), set.isPrefixKnown('a')]).toEqual([false, false]);
    set.supplyKeys([['a', '1']], [ended('a', '1', 99)]);
    expect(set.get(keyOf('a', '1'))?.endedAt).toBe(99);
  });

  it('take the knowledge of their prefix with them', () => {
    const set = new RowSet(liveKind, false);
    set.supplyPrefixes([['a']], [coupon('a', '1'), ended('a', '2', 5)]);
    expect(set.isPrefixKnown('a')).toBe(true);
    set.put(ended('a', '1', 9));
    set.clearChanges();
    expect(set.isPrefixKnown('a')).toBe(false);
    expect(set.rowsUnder(['a'])).toEqual([]);
  });
});

describe('rows under a prefix', () => {
  it('are known where it was loaded, or where everything is', () => {
    const set = new RowSet(plainKind, false);
    set.supplyPrefixes([['a']], []);
    expect([set.isPrefixKnown('a'), set.isPrefixKnown('b')]).toEqual([true, false]);
    const keys = [keyOf('a', '1'), keyOf('b', '1'), keyOf('ab', '1')];
    expect(keys.map((key) => set.isKnown(key))).toEqual([true, false, false]);
    set.supplyWhole([]);
    expect(set.isPrefixKnown('b')).toBe(true);
  });

  it.each([
    ['few', 3],
    ['many, by an index that is kept up', 200],
  ])('are found among %s', (_name, shops) => {
    const set = new RowSet(plainKind, false);
    const codesOf = (shop: string) => set.rowsUnder([shop]).map(({ code, value }) => `${code}=${value}`);
    for (let shop = 0; shop < shops; shop += 1) set.put(coupon(`s${shop}`, '1'));
    expect(codesOf('s1')).toEqual(['1=1']);
    set.put(coupon('s1', '2'));
    set.put(coupon('s1', '1', 5));
    set.supplyPrefixes([['s1']], [coupon('s1', '3', 7), coupon('s1', '1', 8)]);
    expect(codesOf('s1').sort()).toEqual(['1=5', '2=1', '3=7']);
    set.remove(coupon('s1', '2'));
    set.supplyKeys([['s2', '9']], [coupon('s2', '9')]);
    expect([codesOf('s1').sort(), codesOf('s2').sort(), codesOf('none')]).toEqual([['1=5', '3=7'], ['1=1', '9=1'], []]);
    set.clearChanges();
    expect(set.rowsUnder(['s1', '3'])).toEqual([coupon('s1', '3', 7)]);
    expect(codesOf('s1').sort()).toEqual(['1=5', '3=7']);
    set.refill([coupon('s1', '4')]);
    expect(codesOf('s1')).toEqual(['4=1']);
  });

  it('are found without looking at all others each time', () => {
    let looks = 0;
    const set = new RowSet(plainKind, true);
    const orders = 20_000;
    for (let shop = 0; shop < orders; shop += 1) {
      const row = coupon(`s${shop}`, '1');
      set.put(Object.defineProperty({ ...row }, 'shop', { enumerable: true, get: () => ((looks += 1), row.shop) }));
      set.rowsUnder([row.shop]);
    }
    // A look for the key, one or two for the index: not one for each of the other orders.
    expect(looks).toBeLessThan(orders * 4);
  });
});

describe('rows that fall due', () => {
  it('are known up to the greatest instant that was loaded', () => {
    const set = new RowSet(liveKind, false);
    expect(set.isDueKnown(0)).toBe(false);
    set.supplyDue(10, [coupon('a', '1')]);
    set.supplyDue(5, []);
    expect([set.isDueKnown(10), set.isDueKnown(11), set.isWhole]).toEqual([true, false, false]);
    set.supplyWhole([]);
    expect(set.isDueKnown(11)).toBe(true);
  });
});

describe('rows that are appended', () => {
  it('are written as they come', () => {
    const set = new RowSet(entryKind, false);
    set.put({ sequence: 1, units: 5 });
    set.put({ sequence: 2, units: 6 });
    expect(set.changes().written.map(({ sequence }) => sequence)).toEqual([1, 2]);
    set.clearChanges();
    set.put({ sequence: 3, units: 7 });
    expect(set.changes().written.map(({ sequence }) => sequence)).toEqual([3]);
  });
});

describe('rows that are added to', () => {
  const day = (number: number, at: number): Day => ({ day: number, count: 1, firstAt: at, lastAt: at });

  it.each([
    ['few', 3],
    ['many', 100],
  ])('are joined into one increment a key, of %s', (_name, days) => {
    const set = new RowSet(dayKind, false);
    for (const at of [20, 10, 30]) for (let number = 0; number < days; number += 1) set.add(day(number, at));
    const { written, removed, isCleared } = set.changes();
    expect([written.length, removed, isCleared]).toEqual([days, [], false]);
    expect(written[1]).toEqual({ day: 1, count: 3, firstAt: 10, lastAt: 30 });
  });

  it('have totals only where what is stored is loaded, and leave what was given as it is', () => {
    const set = new RowSet(dayKind, false);
    set.add(day(1, 20));
    expect(() => set.rows()).toThrow('need all rows');
    const stored = { day: 1, count: 4, firstAt: 5, lastAt: 6 };
    set.supplyWhole([stored]);
    expect(set.get('1')).toEqual({ day: 1, count: 5, firstAt: 5, lastAt: 20 });
    expect(stored.count).toBe(4);
    set.add(day(1, 30));
    set.add(day(2, 30));
    expect(set.rows().map(({ count }) => count)).toEqual([6, 1]);
    expect(set.changes().written).toEqual([
      { day: 1, count: 2, firstAt: 20, lastAt: 30 },
      { day: 2, count: 1, firstAt: 30, lastAt: 30 },
    ]);
  });

  it('have totals that go on, while a row that was given out stays as it was', () => {
    const set = new RowSet(dayKind, true);
    set.add(day(1, 20));
    const before = set.rows();
    set.add(day(1, 10));
    set.add(day(2, 30));
    expect(before).toEqual([{ day: 1, count: 1, firstAt: 20, lastAt: 20 }]);
    expect(set.rows()).toEqual([
      { day: 1, count: 2, firstAt: 10, lastAt: 20 },
      { day: 2, count: 1, firstAt: 30, lastAt: 30 },
    ]);
    expect(set.changes().written).toHaveLength(2);
  });

  it('are stored with their totals once they are written', () => {
    const set = new RowSet(dayKind, true);
    set.add(day(1, 20));
    set.clearChanges();
    expect(set.changes()).toEqual(nothing);
    set.add(day(1, 30));
    expect([set.get('1')?.count, set.changes().written[0]?.count]).toEqual([2, 1]);
  });

  it('are not known any more once they are written without what was stored', () => {
    const set = new RowSet(dayKind, false);
    set.add(day(1, 20));
    set.clearChanges();
    set.supplyWhole([{ day: 1, count: 9, firstAt: 1, lastAt: 20 }]);
    expect(set.get('1')?.count).toBe(9);
  });

  it('give way to others as a whole, which stay their owner’s', () => {
    const own = day(3, 7);
    const set = new RowSet(dayKind, false);
    set.add(day(1, 20));
    set.refill([own]);
    set.add(day(3, 9));
    expect(set.changes()).toEqual({
      isCleared: true,
      written: [{ day: 3, count: 2, firstAt: 7, lastAt: 9 }],
      removed: [],
    });
    expect(own.count).toBe(1);
  });
});
