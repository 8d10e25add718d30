import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fact, testZone } from '../../../../testing/given.ts';
import { rowsOf } from '../../../../testing/stored-member.ts';
import { lotRows } from '../../ledger/rows.ts';
import { capPeriods } from '../documents/earning-rule.ts';
import type { CapPeriod } from '../documents/earning-rule.ts';
import { earn, earningContext } from '../testing/earning-program.ts';
import type { Parts } from '../testing/earning-program.ts';

interface OracleCap {
  readonly per: 'member' | 'wallet';
  readonly period: CapPeriod;
  readonly units: number;
}

/** What a calendar of its own calls the period of an instant. */
function nameOf(period: CapPeriod, at: number): string {
  const { year, month, day, weekOfYear, yearOfWeek } = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(testZone)
    .toPlainDate();
  switch (period) {
    case 'day':
      return `${year}-${month}-${day}`;
    case 'week':
      return `${yearOfWeek}-w${weekOfYear}`;
    case 'month':
      return `${year}-${month}`;
    case 'year':
      return String(year);
    case 'ever':
      return '';
  }
}

const cap: fc.Arbitrary<OracleCap> = fc.record({
  per: fc.constantFrom('member', 'wallet'),
  period: fc.constantFrom(...capPeriods),
  units: fc.integer({ min: 1, max: 30 }),
});
const rule = fc.record({
  units: fc.integer({ min: 1, max: 9 }),
  priority: fc.integer({ min: 0, max: 2 }),
  caps: fc.uniqueArray(cap, { maxLength: 3, selector: ({ per, period }) => `${per} ${period}` }),
});
const begin = Date.UTC(2024, 11, 20);
const instants = fc.array(fc.integer({ min: 0, max: 60 * 24 }), { minLength: 1, maxLength: 30 });

/** Granted one after the other, each as much as all limits leave. */
function grantedNaively(
  rules: readonly (readonly [string, { readonly units: number; readonly caps: readonly OracleCap[] }])[],
  at: readonly number[],
): readonly string[] {
  const granted: { readonly rule: string; readonly at: number; readonly units: number }[] = [];
  for (const now of at)
    for (const [id, { units: wanted, caps }] of rules) {
      const left = caps.map(({ per, period, units }) => {
        const counted = granted.filter(
          (one) => (per === 'wallet' || one.rule === id) && nameOf(period, one.at) === nameOf(period, now),
        );
        return Math.max(0, units - counted.reduce((sum, one) => sum + one.units, 0));
      });
      const units = Math.min(wanted, ...left);
      if (units > 0) granted.push({ rule: id, at: now, units });
    }
  return granted.map((one) => `${one.rule} ${one.units} ${one.at}`);
}

describe('limits of a member', () => {
  it('leave what a naive reckoning leaves, and are never exceeded', () => {
    fc.assert(
      fc.property(rule, rule, instants, (a, b, hours) => {
        const at = hours.toSorted((x, y) => x - y).map((hour, index) => begin + hour * 3_600_000 + index);
        const toRule = ({ units, priority, caps }: typeof a): Parts => ({
          on: { kind: 'fact', type: 'member.checked_in' },
          award: { kind: 'fixed', units },
          priority,
          caps: caps.map((one) => ({ ...one })),
        });
        const context = earningContext({ rules: { a: toRule(a), b: toRule(b) } });
        const facts = at.map((one) => fact({ type: 'member.checked_in', at: one }));
        const lots = rowsOf(earn(facts, context), lotRows).toSorted((x, y) => x.lot - y.lot);
        const ordered =
          a.priority >= b.priority
            ? ([
                ['a', a],
                ['b', b],
              ] as const)
            : ([
                ['b', b],
                ['a', a],
              ] as const);
        expect(lots.map((lot) => `${lot.rule} ${lot.units} ${lot.issuedAt}`)).toEqual(grantedNaively(ordered, at));
      }),
      { numRuns: 200 },
    );
  });
});
