import { describe, expect, it } from 'vitest';
import { facets } from '../../../index.ts';
import { fact, inOrder, testContext, testMemberId } from '../../../../testing/given.ts';
import { createStoredMember, foldStored, rowsOf, wakeStored } from '../../../../testing/stored-member.ts';
import { entryRows, lotRows } from '../../ledger/rows.ts';
import { earn, earningContext, earningProgram, entriesIn, orderOf, pointsOf } from '../testing/earning-program.ts';
import type { Parts } from '../testing/earning-program.ts';

/** 00:00 in Shanghai. */
const on = (date: string) => Date.parse(`${date}T00:00:00+08:00`);
const told = (birthday: unknown, date: string) =>
  fact({
    type: 'attributes.changed',
    at: on(date) + 3_600_000,
    payload: { attributes: { birthday: String(birthday) } },
  });
const registered = (date: string) => fact({ type: 'member.registered', at: on(date) + 3_600_000, payload: {} });
const yearly = (date: string, rest: Parts = {}): Parts => ({
  on: { kind: 'yearly', date },
  award: { kind: 'fixed', units: 100 },
  ...rest,
});
const birthday = earningContext({ rules: { gift: yearly('birthday') } });

function daysOf(stored: ReturnType<typeof earn>): readonly string[] {
  return rowsOf(stored, entryRows)
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ kind, units, at }) => `${kind} ${units} ${new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)}`);
}

describe('a birthday', () => {
  it('grants at the first instant of the day, each year, however late one looks', () => {
    const stored = earn([told('1990-05-17', '2025-03-01')], birthday, on('2027-05-17'));
    expect(daysOf(stored)).toEqual([
      'earn 100 2025-05-17T00:00',
      'earn 100 2026-05-17T00:00',
      'earn 100 2027-05-17T00:00',
    ]);
  });

  it('grants on the very day on which it is told, and once', () => {
    expect(daysOf(earn([told('05-17', '2025-05-17')], birthday, on('2026-05-16')))).toEqual([
      'earn 100 2025-05-17T01:00',
    ]);
    const again = { ...told('05-18', '2025-05-18'), messageId: 'again' };
    expect(daysOf(earn([told('05-17', '2025-05-17'), again], birthday, on('2026-01-01')))).toEqual([
      'earn 100 2025-05-17T01:00',
    ]);
  });

  it('grants nothing where it is not known, is personal, or is no day', () => {
    const personal = fact({
      type: 'attributes.changed',
      at: on('2025-03-01'),
      payload: { attributes: { birthday: { $secret: 'birthday' } } },
    });
    for (const step of [personal, told('02-30', '2025-03-01'), told('soon', '2025-03-01')])
      expect(daysOf(earn([step], birthday, on('2027-01-01')))).toEqual([]);
  });

  it('of 29 February is on the 28th of common years', () => {
    expect(daysOf(earn([told('02-29', '2025-01-05')], birthday, on('2025-12-31')))).toEqual([
      'earn 100 2025-02-28T00:00',
    ]);
  });

  it('of the lunar calendar is found from the day of birth', () => {
    const lunar = earningContext({ rules: { gift: yearly('lunar_birthday') } });
    // 2025-01-29 is the first day of the lunar year, as 1990-01-27 was.
    expect(daysOf(earn([told('1990-01-27', '2025-01-10')], lunar, on('2025-12-31')))).toEqual([
      'earn 100 2025-01-29T00:00',
    ]);
    expect(daysOf(earn([told('01-27', '2025-01-10')], lunar, on('2025-12-31')))).toEqual([]);
  });

  it('asks who she is on the day', () => {
    const who = { field: 'purchase.count', operator: '>=', value: 1 };
    const context = earningContext({ rules: { gift: yearly('birthday', { who }) } });
    const bought = orderOf('o', [], { at: on('2025-08-01'), more: { amountMinor: 100 } });
    expect(daysOf(earn([told('05-17', '2025-03-01'), bought], context, on('2026-06-01')))).toEqual([
      'earn 100 2026-05-17T00:00',
    ]);
  });
});

describe('an anniversary', () => {
  it('comes a year after the registration, and not with it', () => {
    const context = earningContext({ rules: { gift: yearly('anniversary') } });
    expect(daysOf(earn([registered('2025-03-01')], context, on('2026-03-02')))).toEqual(['earn 100 2026-03-01T00:00']);
  });
});

describe('a monthly grant', () => {
  const monthly = (rollOverMax: number | null, day = 31) =>
    earningContext({
      rules: { grant: { on: { kind: 'monthly', day, rollOverMax }, award: { kind: 'fixed', units: 10 } } },
    });

  it('comes on the day, which is the last where a month does not have it', () => {
    expect(daysOf(earn([registered('2025-01-31')], monthly(null), on('2025-04-01')))).toEqual([
      'earn 10 2025-02-28T00:00',
      'earn 10 2025-03-31T00:00',
    ]);
  });

  it('keeps of what was granted before no more than rolls over', () => {
    const stored = earn([registered('2025-01-15')], monthly(4, 1), on('2025-04-02'));
    expect(entriesIn(stored)).toEqual(['earn +10', 'expire -6', 'earn +10', 'expire -10', 'earn +10']);
    expect(pointsOf(stored)).toBe(14);
    expect(rowsOf(stored, lotRows).map(({ remaining, lost }) => [remaining, lost])).toEqual([
      [0, 10],
      [4, 6],
      [10, 0],
    ]);
  });

  it('keeps nothing where nothing rolls over', () => {
    expect(pointsOf(earn([registered('2025-01-15')], monthly(0, 1), on('2025-04-02')))).toBe(10);
  });
});

describe('a version with other days', () => {
  it('is waited for by who was there before', () => {
    const before = earningProgram({ rules: {} });
    const after = earningProgram({ rules: { gift: yearly('birthday') } }, 2, on('2025-04-01'));
    const context = testContext(before, after);
    const stored = createStoredMember(facets, testMemberId(1));
    foldStored(stored, inOrder([told('05-17', '2025-03-01')]), { context });
    wakeStored(stored, on('2025-05-18'), { context });
    expect(daysOf(stored)).toEqual(['earn 100 2025-05-17T00:00']);
  });

  it('without them grants nothing more', () => {
    const before = earningProgram({ rules: { gift: yearly('birthday') } });
    const after = earningProgram({ rules: {} }, 2, on('2025-04-01'));
    const context = testContext(before, after);
    expect(daysOf(earn([told('05-17', '2025-03-01')], context, on('2026-01-01')))).toEqual([]);
  });
});
