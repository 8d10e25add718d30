import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLog } from '../../../fold/fold-log.ts';
import { dayMs } from '../../../kernel/base/instants.ts';
import type { RowShape } from '../../../kernel/rows/row-kind.ts';
import type { LoggedStep } from '../../../kernel/steps/steps.ts';
import { facets } from '../../index.ts';
import { contentOf, foldStored, rowsOf, storeWhole, wakeStored } from '../../../testing/stored-member.ts';
import type { StoreUse } from '../../../testing/stored-member.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import {
  commandKinds,
  createStores,
  happen,
  happening,
  happeningsOf,
  storeOf,
} from '../../../testing/wallets/happenings.ts';
import type { Stores } from '../../../testing/wallets/happenings.ts';
import { walletContext } from '../../../testing/wallets/purse.ts';
import { accountRows, holdRows, lotRows, sharesOf } from './rows.ts';

const wallets = {
  points: {
    expiry: { kind: 'term', length: { unit: 'days', count: 5 }, roundTo: 'day' },
    shortfall: { kind: 'debt' },
    holdMinutesMax: 43_200,
    transfer: { unitsMin: 1, unitsMax: 50, unitsADayMax: 60 },
  },
  value: { kind: 'stored_value', balanceMax: 200, holdMinutesMax: 43_200, spendOrder: ['newest', 'priority'] },
  stamps: { expiry: { kind: 'sliding', length: { unit: 'days', count: 3 } }, holdMinutesMax: 43_200 },
};
const context = walletContext(wallets);
const names = ['points', 'points', 'points', 'points', 'value', 'stamps'];

const often = ['capture', 'capture', 'release', 'reverse'] as const;
const kinds = [...commandKinds, ...commandKinds, ...often, 'page'] as const;
const merges = ['merge', 'merge', 'split', 'split'] as const;
const own = happeningsOf(names, { kinds });
// What was spent of lots that are the other's again comes back on the terms that those had: then it is not what her own steps alone say.
const parting = happeningsOf(names, {
  kinds: [...kinds.filter((kind) => kind !== 'reverse' && kind !== 'reinstate'), ...merges],
});
const everything = happeningsOf(names, { kinds: [...kinds, ...merges], canErase: true });
const numRuns = 100;

function endOf({ endedAt }: { readonly endedAt: number }): number {
  return endedAt + 60 * dayMs;
}

function wakeAll(stores: Stores, until: number): void {
  for (const stored of stores.values()) wakeStored(stored, until, { context });
}

/** Folds the log again in batches of these sizes; wake workers come by before some of them. */
function foldAgain(log: readonly LoggedStep[], sizes: readonly number[]): Stores {
  const stores = createStores();
  const use: StoreUse = { context, others: stores };
  let start = 0;
  for (let batch = 0; start < log.length; batch += 1) {
    const steps = log.slice(start, start + (sizes[batch % sizes.length] ?? 1));
    if (batch % 3 === 1) wakeAll(stores, steps[0]?.recordedAt ?? 0);
    for (const part of partsOf(steps))
      for (const ofOne of Map.groupBy(part, ({ memberId }) => memberId).values())
        foldStored(storeOf(stores, ofOne[0]?.memberId ?? ''), ofOne, use);
    start += steps.length;
  }
  return stores;
}

/** Each merge begins a part of its own: the other side is brought to date before it, and goes on after. */
function partsOf(steps: readonly LoggedStep[]): readonly (readonly LoggedStep[])[] {
  const parts: LoggedStep[][] = [[]];
  for (const step of steps) {
    if (step.kind === 'merge') parts.push([]);
    parts.at(-1)?.push(step);
  }
  return parts;
}

function contentsOf(stores: Stores) {
  return [...stores.values()].map(contentOf);
}

describe('wallets', () => {
  it('are what their entries, lots and holds amount to after every step, and spend nothing that waits, is held or is over (W1, W2, W3)', () => {
    const done = new Map<string, number>();
    fc.assert(
      fc.property(everything, (all) => {
        const happened = happen(all, context);
        for (const [what, times] of happened.done) done.set(what, (done.get(what) ?? 0) + times);
        expect(happened.faults).toEqual([]);
      }),
      { numRuns: 300 },
    );
    // A property of what never happens would be empty.
    for (const what of [...commandKinds, 'merge', 'split']) expect([what, done.get(what) ?? 0]).not.toEqual([what, 0]);
  });

  it('leave the same bytes, rows and effects however the log is cut into batches, and whenever wakes come by (E2)', () => {
    fc.assert(
      fc.property(everything, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (all, sizes) => {
        const happened = happen(all, context);
        const until = endOf(happened);
        const again = foldAgain(happened.log, sizes);
        for (const stores of [happened.stores, again]) wakeAll(stores, until);
        expect(contentsOf(again)).toEqual(contentsOf(happened.stores));
      }),
      { numRuns },
    );
  });

  it('are the same when the log is folded from nothing (E2)', () => {
    fc.assert(
      fc.property(everything, (all) => {
        const happened = happen(all, context);
        const until = endOf(happened);
        wakeAll(happened.stores, until);
        const folded = foldLog(happened.log, { facets, context, until });
        for (const [id, member] of folded)
          expect(contentOf(storeWhole(member))).toEqual(contentOf(storeOf(happened.stores, id)));
      }),
      { numRuns },
    );
  });

  it('are not changed by steps that are folded once more (E4)', () => {
    fc.assert(
      fc.property(everything, fc.nat(40), (all, count) => {
        const { log, stores } = happen(all, context);
        const before = contentsOf(stores);
        for (const step of log.slice(0, count))
          foldStored(storeOf(stores, step.memberId), [step], { context, others: stores });
        expect(contentsOf(stores)).toEqual(before);
      }),
      { numRuns },
    );
  });

  it('of two who were merged and parted again are what they were, though decisions were made while an earlier merge lasted', () => {
    const gaps = fc.constantFrom(0, dayMs / 2, 2 * dayMs);
    fc.assert(
      fc.property(fc.oneof(own, parting), gaps, gaps, (all, before, between) => {
        const until = [...all, happening('split')];
        const parted = happen([...until, happening('page', before)], context);
        fc.pre([...parted.stores.values()].every(({ status }) => status === 'live'));
        wakeAll(parted.stores, parted.endedAt + between);
        const again = happen(
          [...until, happening('page', before), happening('merge'), happening('split', between)],
          context,
        );
        expect(again.faults).toEqual([]);
        expect(standingsOf(again.stores)).toEqual(standingsOf(parted.stores));
      }),
      { numRuns },
    );
  });

  it('of who is erased hold nothing open, and owe nothing', () => {
    fc.assert(
      fc.property(own, (all) => {
        const { stores, endedAt, faults } = happen([...all, happening('erase')], context);
        const [first] = stores.values();
        if (first === undefined) return;
        expect([faults, faultsOf(first, endedAt), first.wakeAt]).toEqual([[], [], null]);
        expect(rowsOf(first, lotRows).filter(({ endedAt: at }) => at === null)).toEqual([]);
        expect(rowsOf(first, holdRows).filter(({ endedAt: at }) => at === null)).toEqual([]);
        for (const { posted, pending, held, debt } of rowsOf(first, accountRows))
          expect([posted, pending, held, debt]).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: 100 },
    );
  });

  it('are the same at the end of a time, however often they were looked at within it', () => {
    const looks = fc.array(fc.integer({ min: 0, max: 20 * dayMs }), { maxLength: 6 });
    fc.assert(
      fc.property(everything, looks, (all, instants) => {
        const [often, once] = [happen(all, context), happen(all, context)];
        for (const ms of instants.toSorted((a, b) => a - b)) wakeAll(often.stores, often.endedAt + ms);
        for (const { stores, endedAt } of [often, once]) wakeAll(stores, endedAt + 20 * dayMs);
        expect(contentsOf(often.stores)).toEqual(contentsOf(once.stores));
      }),
      { numRuns },
    );
  });
});

/** What of rows says where they come from, not what they are. */
const incidental: ReadonlySet<string> = new Set(['sequence', 'lots', 'chain', 'lot', 'entry', 'programVersion']);

function saying(row: RowShape): readonly (readonly [string, unknown])[] {
  return Object.entries(row).filter(([field]) => !incidental.has(field));
}

/** What people see of each: balances, and open lots and holds by what they are, whatever their numbers. */
function standingsOf(stores: Stores) {
  return [...stores.values()].map((stored) => {
    const byName = (a: { readonly wallet: string }, b: { readonly wallet: string }) =>
      a.wallet === b.wallet ? 0 : a.wallet < b.wallet ? -1 : 1;
    const lots = rowsOf(stored, lotRows)
      .filter(({ endedAt }) => endedAt === null)
      .toSorted((a, b) => byName(a, b) || a.lot - b.lot);
    const places = new Map(lots.map(({ wallet, lot }, place) => [`${wallet} ${lot}`, place]));
    const holds = rowsOf(stored, holdRows)
      .filter(({ endedAt }) => endedAt === null)
      .map((row) => ({
        ...row,
        lots: sharesOf(row.lots).map(([lot, units]) => [places.get(`${row.wallet} ${lot}`), units]),
      }));
    const accounts = rowsOf(stored, accountRows)
      .toSorted(byName)
      .map(saying)
      // An account that was opened in vain is none.
      .filter((fields) => fields.some(([field, value]) => field !== 'wallet' && Boolean(value)));
    return { accounts, lots: lots.map(saying), holds: holds.toSorted((a, b) => (a.hold < b.hold ? -1 : 1)) };
  });
}
