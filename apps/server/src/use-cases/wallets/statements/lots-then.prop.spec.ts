import { accountOf, createPurse, entriesOf, holdsOf, lotsOf } from '@perennial/domain/testing';
import type { Purse } from '@perennial/domain/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lotsThen } from './lots-then.ts';

type Act = (purse: Purse, serial: number) => void;

const units = fc.integer({ min: 1, max: 60 });
/** A hold of so many steps before. */
const ago = fc.integer({ min: 1, max: 4 });
const lot = fc.integer({ min: 1, max: 8 });
const name = (purse: Purse, command: string, input: Parameters<Purse['call']>[1]) =>
  void purse.call(command, { wallet: 'points', ...input });

/** Units are taken back whether they are there or not: of a lot that there is not, so that others give what they have, and the rest is owed. */
function takeBack(purse: Purse, taken: number): void {
  const fixed = { op: 'debit', wallet: 'points', kind: 'take_back', to: 'issuance', ending: 'taken_back' } as const;
  const lots = [[999, taken, 'nothing']];
  const operations = [{ ...fixed, units: taken, lots, reverses: null, reason: '' }];
  purse.take((place) => ({
    kind: 'decision',
    ...place,
    decisionId: `t${place.position}`,
    command: 'test',
    parts: () => ({ wallets: { operations } }),
  }));
}

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(units, fc.integer({ min: 1, max: 9 })).map(([n, days]): Act => (purse) => {
    name(purse, 'adjustUnits', { units: n, reason: 'x', expiresAt: purse.now() + days * 86_400_000 });
  }),
  units.map(
    (n): Act =>
      (purse) =>
        name(purse, 'adjustUnits', { units: n, reason: 'x' }),
  ),
  fc.tuple(units, fc.constantFrom('hand', 'time')).map(([n, waits]): Act => (purse, serial) => {
    const later = waits === 'time' ? { startsAt: purse.now() + 172_800_000 } : {};
    const lots = [{ units: n, waits, ...later }];
    name(purse, 'openWallet', { openedAt: purse.now(), reference: `r${serial}`, lots });
  }),
  units.map(
    (n): Act =>
      (purse) =>
        name(purse, 'redeemUnits', { units: n }),
  ),
  units.map(
    (n): Act =>
      (purse, serial) =>
        name(purse, 'holdUnits', { units: n, hold: `h${serial}`, minutes: 60 }),
  ),
  fc.tuple(ago, units).map(([steps, n]): Act => (purse, serial) => {
    name(purse, 'captureHold', { hold: `h${serial - steps}`, units: n });
  }),
  ago.map(
    (steps): Act =>
      (purse, serial) =>
        name(purse, 'releaseHold', { hold: `h${serial - steps}` }),
  ),
  lot.map(
    (n): Act =>
      (purse) =>
        name(purse, 'voidLot', { lot: n, reason: 'x' }),
  ),
  lot.map(
    (n): Act =>
      (purse) =>
        name(purse, 'extendLot', { lot: n, expiresAt: purse.now() + 864_000_000, reason: 'x' }),
  ),
  lot.map(
    (n): Act =>
      (purse) =>
        name(purse, 'releasePending', { lot: n }),
  ),
  lot.map(
    (n): Act =>
      (purse) =>
        name(purse, 'cancelPending', { lot: n, reason: 'x' }),
  ),
  lot.map(
    (n): Act =>
      (purse) =>
        name(purse, 'reverseSpend', { entry: n, reason: 'x' }),
  ),
  units.map(
    (n): Act =>
      (purse) =>
        takeBack(purse, n),
  ),
  fc.constantFrom(0.01, 0.5, 1, 3).map(
    (days): Act =>
      (purse) =>
        purse.waitDays(days),
  ),
);

/** What she has now, as her rows have it. */
function nowOf(purse: Purse) {
  purse.wake();
  const { posted, pending, held, debt } = accountOf(purse);
  const open = lotsOf(purse).filter(({ endedAt }) => endedAt === null);
  return {
    at: purse.now(),
    sums: { posted, pending, held, debt },
    lots: open.map((row) => [row.lot, row.remaining, row.held, row.waitsFor !== '']),
  };
}

function thenOf(purse: Purse, at: number) {
  const entries = entriesOf(purse).filter((entry) => entry.at <= at);
  const { lots, debt } = lotsThen({ entries, lots: lotsOf(purse), holds: holdsOf(purse) }, at);
  const sum = (of: (lot: (typeof lots)[number]) => number) => lots.reduce((total, one) => total + of(one), 0);
  return {
    at,
    sums: {
      posted: sum(({ remaining }) => remaining) - debt,
      pending: sum(({ isPending, remaining }) => (isPending ? remaining : 0)),
      held: sum(({ held }) => held),
      debt,
    },
    lots: lots.map((one) => [one.row.lot, one.remaining, one.held, one.isPending]),
  };
}

describe('a wallet as of a past instant', () => {
  it('is what it was then, whatever became of it later', () => {
    fc.assert(
      fc.property(fc.array(acts, { minLength: 1, maxLength: 30 }), (history) => {
        const purse = createPurse({ points: { shortfall: { kind: 'debt' } } });
        const seen = history.map((act, serial) => {
          // Nothing that is seen happens at the instant of what comes next.
          purse.waitMs(1);
          act(purse, serial);
          return nowOf(purse);
        });
        for (const then of seen) expect(thenOf(purse, then.at)).toEqual(then);
      }),
      { numRuns: 400 },
    );
  });

  it('has what was captured gone before the rest of a hold pays what is owed', () => {
    const purse = createPurse({ points: { shortfall: { kind: 'debt' } } });
    purse.must('adjustUnits', { wallet: 'points', units: 50, reason: 'x' });
    purse.must('holdUnits', { wallet: 'points', units: 30, hold: 'h', minutes: 60 });
    takeBack(purse, 60);
    purse.waitMs(1);
    purse.must('captureHold', { wallet: 'points', hold: 'h', units: 10 });
    expect(thenOf(purse, purse.now() - 1)).toMatchObject({ sums: { debt: 40, held: 30 }, lots: [[1, 30, 30, false]] });
    expect(thenOf(purse, purse.now())).toMatchObject({ sums: { posted: -20, debt: 20, held: 0 }, lots: [] });
  });

  it('has units that begin at an instant begun before others move at it', () => {
    const purse = createPurse({ points: { shortfall: { kind: 'debt' } } });
    takeBack(purse, 30);
    const [openedAt, startsAt] = [purse.now(), purse.now() + 1_000];
    const lots = [{ units: 20, waits: 'time', startsAt }];
    purse.must('openWallet', { wallet: 'points', openedAt, reference: 'r', lots });
    purse.waitMs(1_000);
    purse.must('adjustUnits', { wallet: 'points', units: 15, reason: 'x' });
    expect(thenOf(purse, startsAt - 1)).toMatchObject({ sums: { debt: 30, pending: 20 } });
    expect(thenOf(purse, startsAt)).toMatchObject({
      sums: { posted: 5, debt: 0, pending: 0 },
      lots: [[2, 5, 0, false]],
    });
  });

  it('was nothing before anything came in', () => {
    const purse = createPurse({ points: {} });
    purse.waitMs(1);
    purse.must('adjustUnits', { wallet: 'points', units: 5, reason: 'x' });
    expect(thenOf(purse, purse.now() - 1)).toMatchObject({ sums: { posted: 0, debt: 0 }, lots: [] });
    expect(thenOf(purse, purse.now())).toMatchObject({ sums: { posted: 5 }, lots: [[1, 5, 0, false]] });
  });
});
