import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOf, createPurse } from '../../../testing/wallets/purse.ts';
import { availableOf } from './accounts.ts';

/*
 * A second, naive telling of what can be spent: each unit for itself, without lots, balances, entries or wakes. What it is at an instant is
 * read off when it begins, when it ends, and what was done with it.
 */

const hourMs = 3_600_000;
const wallet = 'points';

interface Held {
  readonly name: string;
  readonly until: number;
  isOpen: boolean;
}

interface Unit {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Which came in before others. */
  readonly number: number;
  hold: Held | null;
  isSpent: boolean;
}

const isHeld = ({ hold }: Unit, at: number) => hold !== null && hold.isOpen && at < hold.until;
const isFree = (unit: Unit, at: number) =>
  !unit.isSpent && unit.startsAt <= at && at < unit.endsAt && !isHeld(unit, at);
const isThere = (unit: Unit, at: number) => !unit.isSpent && (at < unit.endsAt || isHeld(unit, at));

function inOrder(units: readonly Unit[]): readonly Unit[] {
  return units.toSorted((a, b) =>
    a.endsAt === b.endsAt ? a.startsAt - b.startsAt || a.number - b.number : a.endsAt < b.endsAt ? -1 : 1,
  );
}

const act = fc.record({
  waitHours: fc.constantFrom(0, 0, 0, 1, 2, 5),
  what: fc.constantFrom('give', 'give', 'later', 'redeem', 'redeem', 'hold', 'hold', 'capture', 'release', 'look'),
  units: fc.integer({ min: 1, max: 12 }),
  hours: fc.integer({ min: 1, max: 8 }),
  which: fc.nat(3),
});
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** The purse and the units beside it; each act is done to both, and answers what each says. */
function createBoth() {
  const purse = createPurse({ points: { holdMinutesMax: 43_200 } });
  const units: Unit[] = [];
  const holds: Held[] = [];
  let lots = 0;
  const free = () => inOrder(units.filter((unit) => isFree(unit, purse.now())));
  const bring = (count: number, startsAt: number, endsAt: number): void => {
    lots += 1;
    for (let n = 0; n < count; n += 1) units.push({ startsAt, endsAt, number: lots, hold: null, isSpent: false });
  };
  const isDone = (name: string, input: object) => purse.call(name, { wallet, ...input })['kind'] !== 'rejection';
  const naively: Readonly<Record<Act['what'], (one: Act) => readonly [is: boolean, expected: boolean]>> = {
    look: () => [true, true],
    give({ units: count, hours, which }) {
      const endsAt = which === 0 ? Number.POSITIVE_INFINITY : purse.now() + hours * hourMs;
      bring(count, purse.now(), endsAt);
      const expiresAt = which === 0 ? null : endsAt;
      return [isDone('adjustUnits', { units: count, reason: 'test', expiresAt }), true];
    },
    later({ units: count, hours, which }) {
      const startsAt = purse.now() + which * hourMs;
      const expiresAt = startsAt + hours * hourMs;
      bring(count, startsAt, expiresAt);
      const opening = { openedAt: purse.now(), reference: `r${lots}`, lots: [{ units: count, startsAt, expiresAt }] };
      return [isDone('openWallet', opening), true];
    },
    redeem({ units: count }) {
      const given = free().slice(0, count);
      if (given.length === count) for (const unit of given) unit.isSpent = true;
      return [isDone('redeemUnits', { units: count }), given.length === count];
    },
    hold({ units: count, hours }) {
      const given = free().slice(0, count);
      const held: Held = { name: `h${holds.length}`, until: purse.now() + hours * hourMs, isOpen: true };
      const done = isDone('holdUnits', { units: count, hold: held.name, minutes: hours * 60 });
      if (given.length === count) {
        holds.push(held);
        for (const unit of given) unit.hold = held;
      }
      return [done, given.length === count];
    },
    capture: (one) => end(one, 'captureHold'),
    release: (one) => end(one, 'releaseHold'),
  };
  function end({ units: count, which }: Act, name: 'captureHold' | 'releaseHold'): readonly [boolean, boolean] {
    const held = holds.at(-1 - which);
    const own = inOrder(units.filter(({ hold }) => hold !== null && hold === held));
    const captured = name === 'captureHold' ? count : 0;
    const may = held !== undefined && held.isOpen && purse.now() < held.until && captured <= own.length;
    const more = name === 'captureHold' ? { units: count } : {};
    const done = isDone(name, { hold: held?.name ?? 'none', ...more });
    if (may) {
      held.isOpen = false;
      for (const unit of own.slice(0, captured)) unit.isSpent = true;
    }
    return [done, may];
  }
  return {
    purse,
    take: (one: Act) => naively[one.what](one),
    expected: () => [units.filter((unit) => isThere(unit, purse.now())).length, free().length],
  };
}

describe('what can be spent', () => {
  it('is what is told unit by unit, and what is asked is given or refused alike (W3)', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 40, size: 'max' }), (acts) => {
        const both = createBoth();
        for (const [n, one] of acts.entries()) {
          both.purse.waitMs(one.waitHours * hourMs);
          const [is, expected] = both.take(one);
          expect([n, one.what, is]).toEqual([n, one.what, expected]);
          if (one.what === 'look') both.purse.wake();
          else continue;
          const account = accountOf(both.purse);
          expect([n, account.posted, availableOf(account)]).toEqual([n, ...both.expected()]);
        }
        both.purse.waitMs(100 * hourMs);
        both.purse.wake();
        const account = accountOf(both.purse);
        expect([account.posted, availableOf(account)]).toEqual(both.expected());
      }),
      { numRuns: 200 },
    );
  });
});
