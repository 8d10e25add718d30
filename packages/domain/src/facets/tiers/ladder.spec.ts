import { describe, expect, it } from 'vitest';
import { at, levelOf, story, tierContext, tierSet, when } from './testing/tier-stories.ts';

const calendar = tierContext(tierSet());

describe('a level', () => {
  it('is everybody’s who registers, where the lowest asks for nothing', () => {
    const ann = story(calendar).tell('member.registered', '2025-02-01', {});
    expect(ann.standing()).toMatchObject({ level: 'basic', rank: 1, reason: 'base', validUntil: null });
    expect(ann.changes()).toEqual([' → basic entered 2025-02-01T12:00']);
  });

  it('is nobody’s who only looks around', () => {
    const ann = story(calendar).tell('page.viewed', '2025-02-01', {});
    expect([...ann.stored.states.keys()]).toEqual(['lifecycle']);
  });

  it('is earned at once, and lasts to the end of the year after the one it was earned in', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 8_000).buys('b', '2025-03-01', 2_000);
    const { level, since, validUntil, reason } = ann.standing();
    expect([level, since, when(validUntil), reason]).toEqual(['silver', at('2025-03-01'), '2027-01-01', 'qualified']);
  });

  it('is not earned by one unit less', () => {
    expect(story(calendar).buys('a', '2025-02-01', 9_999).standing().level).toBe('basic');
  });

  it('is lost when it ends and was not earned again, at the very instant', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 30_000).buys('b', '2026-02-01', 10_000);
    expect(ann.until('2026-12-31T23:59').standing().level).toBe('gold');
    expect(ann.until('2027-01-01T00:00').standing()).toMatchObject({ level: 'silver', since: at('2027-01-01T00:00') });
    expect(ann.until('2028-01-01T00:00').standing().level).toBe('basic');
  });

  it('is kept by what was earned again within the time', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 30_000).buys('b', '2026-02-01', 30_000).until('2027-12-31');
    expect([ann.standing().level, when(ann.standing().validUntil)]).toEqual(['gold', '2028-01-01']);
  });

  it('steps down one where the set says so, a year each', () => {
    const ann = story(tierContext(tierSet({ atPeriodEnd: 'step_down_one' }))).buys('a', '2025-02-01', 30_000);
    ann.until('2030-01-01');
    expect(ann.changes()).toEqual([
      ' → gold entered 2025-02-01T12:00',
      'gold → silver downgrade 2027-01-01',
      'silver → basic downgrade 2028-01-01',
    ]);
  });

  it('is never lost where the set keeps it', () => {
    const ann = story(tierContext(tierSet({ atPeriodEnd: 'keep' })))
      .buys('a', '2025-02-01', 30_000)
      .until('2035-01-01');
    expect(ann.standing()).toMatchObject({ level: 'gold', validUntil: null });
  });

  it('waits for the end of the period where the set says so', () => {
    const ann = story(tierContext(tierSet({ upgrade: 'period_end' }))).buys('a', '2025-02-01', 30_000);
    expect(ann.until('2025-12-31').standing().level).toBe('basic');
    expect(ann.until('2026-01-01T00:00').standing().level).toBe('gold');
    expect(when(ann.standing().validUntil)).toBe('2027-01-01');
  });

  it('is not given at the end of a period in which the order was given back', () => {
    const ann = story(tierContext(tierSet({ upgrade: 'period_end' }))).buys('a', '2025-02-01', 30_000);
    expect(ann.refunds('a', '2025-06-01', 30_000).until('2026-02-01').standing().level).toBe('basic');
  });
});

describe('grace', () => {
  const graced = (roundTo: string) => tierContext(tierSet({ grace: { days: 15, roundTo } }));

  it('ends at a rounded date', () => {
    const ends = (roundTo: string) => {
      const ann = story(graced(roundTo)).buys('a', '2025-02-01', 30_000).until('2027-01-02');
      expect(ann.standing()).toMatchObject({ level: 'gold', reason: 'grace' });
      return when(ann.standing().graceUntil);
    };
    expect(['none', 'day', 'month'].map(ends)).toEqual(['2027-01-16', '2027-01-17', '2027-02-01']);
  });

  it('is over when it ends, and what was to be left is', () => {
    const ann = story(graced('month')).buys('a', '2025-02-01', 30_000).buys('b', '2026-01-01', 10_000);
    expect(ann.until('2027-01-31T23:59').standing().level).toBe('gold');
    expect(ann.until('2027-02-01T00:00').standing()).toMatchObject({ level: 'silver', graceUntil: null });
    expect(ann.changes().slice(1)).toEqual(['gold → gold grace 2027-01-01', 'gold → silver downgrade 2027-02-01']);
  });

  it('is over when the level is earned again within it', () => {
    const ann = story(graced('month')).buys('a', '2025-02-01', 30_000).buys('b', '2027-01-20', 30_000);
    expect(ann.standing()).toMatchObject({ level: 'gold', reason: 'qualified', graceUntil: null });
    expect(when(ann.standing().validUntil)).toBe('2029-01-01');
  });
});

describe('a refund', () => {
  it('takes the level that its order won, and its correction gives it back', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 25_000).buys('b', '2025-02-10', 5_000);
    expect(ann.refunds('b', '2025-03-01', 5_000).standing().level).toBe('silver');
    ann.tell('order.updated', '2025-03-02', { orderId: 'b', amountMinor: 10_000 });
    expect(ann.standing().level).toBe('gold');
    expect(ann.changes()).toEqual([
      ' → silver entered 2025-02-01T12:00',
      'silver → gold upgrade 2025-02-10T12:00',
      'gold → silver downgrade 2025-03-01T12:00',
      'silver → gold upgrade 2025-03-02T12:00',
    ]);
  });

  it('takes it years later, when the period is long over', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 30_000).until('2026-06-01');
    expect(ann.refunds('a', '2026-07-01', 1).standing().level).toBe('silver');
  });

  it('that comes before its order leaves only what is left of it', () => {
    expect(
      story(calendar).refunds('a', '2025-01-05', 1).buys('a', ['2025-02-01', '2025-02-02'], 10_000).standing().level,
    ).toBe('basic');
  });

  it('takes nothing where the set keeps levels, but at the end of their time', () => {
    const ann = story(tierContext(tierSet({ keepsAfterRefund: true }))).buys('a', '2025-02-01', 30_000);
    ann.refunds('a', '2025-03-01', 30_000);
    expect(ann.standing()).toMatchObject({ level: 'gold', reason: 'kept', earnedLevel: 'basic' });
    expect(ann.until('2027-01-01T00:00').standing().level).toBe('basic');
  });

  it('of an order that counted for nothing changes nothing', () => {
    const ann = story(calendar).buys('a', '2025-02-01', 30_000).refunds('unknown', '2025-03-01', 30_000);
    expect(ann.changes()).toHaveLength(1);
  });
});

describe('a late fact', () => {
  it('counts in the period in which it happened', () => {
    const ann = story(calendar).buys('a', '2026-02-01', 1_000).buys('b', ['2025-11-01', '2026-03-01'], 30_000);
    expect([ann.standing().level, when(ann.standing().validUntil)]).toEqual(['gold', '2027-01-01']);
  });

  it('of a time that is over gives nothing any more', () => {
    const ann = story(calendar).buys('a', '2026-02-01', 1_000).buys('b', ['2023-11-01', '2026-03-01'], 30_000);
    expect(ann.standing().level).toBe('basic');
  });
});

describe('a rolling window', () => {
  const rolling = tierContext(tierSet({ period: { kind: 'rolling', days: 30 } }));

  it('is exact to the day', () => {
    const ann = story(rolling).buys('a', '2025-03-01', 20_000).buys('b', '2025-03-11', 10_000);
    expect([ann.standing().level, when(ann.standing().validUntil)]).toEqual(['gold', '2025-03-31']);
    expect(ann.until('2025-03-30T23:59').standing().level).toBe('gold');
    expect(ann.until('2025-03-31T00:00').standing().level).toBe('silver');
    expect(ann.until('2025-04-10T00:00').standing().level).toBe('basic');
  });

  it('does not hold together what lies a day too far apart', () => {
    const buy = (day: string) => story(rolling).buys('a', '2025-03-01', 20_000).buys('b', day, 10_000).standing().level;
    expect([buy('2025-03-30'), buy('2025-03-31')]).toEqual(['gold', 'silver']);
  });
});

describe('the calendar', () => {
  it('ends a month at the end of February, in leap years too', () => {
    const monthly = tierContext(tierSet({ period: { kind: 'calendar', unit: 'month' } }));
    const ends = (day: string) => when(story(monthly).buys('a', day, 10_000).standing().validUntil);
    expect([ends('2024-01-31'), ends('2025-01-31'), ends('2024-12-31')]).toEqual([
      '2024-03-01',
      '2025-03-01',
      '2025-02-01',
    ]);
  });

  it('has an anniversary of 29 February on the 28th, where there is none', () => {
    const yearly = tierContext(tierSet({ period: { kind: 'anniversary' } }));
    const ann = story(yearly).tell('member.registered', '2024-02-29', {}).buys('a', '2025-02-27', 10_000);
    expect(when(ann.standing().validUntil)).toBe('2026-02-28');
    ann.buys('b', '2025-02-28', 5_000);
    expect(when(ann.standing().validUntil)).toBe('2026-02-28');
    ann.buys('c', '2027-03-01', 10_000);
    expect([ann.standing().level, when(ann.standing().validUntil)]).toEqual(['silver', '2029-02-28']);
    ann.buys('d', '2028-02-28', 10_000);
    expect(when(ann.standing().validUntil)).toBe('2029-02-28');
    ann.buys('e', '2028-02-29', 10_000);
    expect(when(ann.standing().validUntil)).toBe('2030-02-28');
  });

  it('counts a length from the day on, through the end of a month', () => {
    const lasting = (roundTo: string) =>
      tierContext(tierSet({ validFor: { length: { unit: 'months', count: 1 }, roundTo } }));
    const ends = (roundTo: string) =>
      when(story(lasting(roundTo)).buys('a', '2025-01-31', 10_000).standing().validUntil);
    expect([ends('none'), ends('day'), ends('month')]).toEqual(['2025-02-28', '2025-03-01', '2025-03-01']);
  });
});

describe('since the last change', () => {
  it('counts from the day after it', () => {
    const since = tierContext(tierSet({ period: { kind: 'since_change' } }));
    const ann = story(since).buys('a', '2025-03-01', 10_000).buys('b', '2025-03-01', 19_999);
    expect(ann.standing().level).toBe('silver');
    expect(ann.buys('c', '2025-03-02', 29_999).standing().level).toBe('silver');
    expect(ann.buys('d', '2025-03-03', 1).standing().level).toBe('gold');
  });
});

describe('any measure', () => {
  it('may qualify, all or one of them', () => {
    const measures = [
      { id: 'spend', kind: 'net_spend' },
      { id: 'orders', kind: 'orders' },
      { id: 'months', kind: 'months_active' },
    ];
    const rules = [
      { measure: 'orders', atLeast: 3 },
      { measure: 'months', atLeast: 2 },
    ];
    const context = (combinator: string) =>
      tierContext(tierSet({ measures, levels: [levelOf('vip', [], { qualifies: { combinator, rules } })] }));
    const after = (combinator: string, days: readonly string[]) => {
      const ann = story(context(combinator));
      for (const [n, day] of days.entries()) ann.buys(`o${n}`, day, 100);
      return ann.standing().level;
    };
    expect(after('or', ['2025-01-31', '2025-02-01'])).toBe('vip');
    expect(after('and', ['2025-01-31', '2025-02-01'])).toBe('');
    expect(after('and', ['2025-01-31', '2025-02-01', '2025-02-02'])).toBe('vip');
  });
});
