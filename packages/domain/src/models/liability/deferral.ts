import { allocateSales, expectedUnitsOf } from './allocation.ts';
import type { UnitValue } from './allocation.ts';
import { recogniseRevenue } from './recognition.ts';
import type { UnitFlow } from './unit-flow.ts';

/** Which share of the units of a month of issue was expected to be redeemed, at the end of a month. */
export type ExpectedShare = (issueMonth: number, month: number) => number;

/** Units that were sold along with the orders of one month, as they stand at the end of a month. */
export interface SoldBatch {
  readonly issueMonth: number;
  readonly salesMinor: number;
  /** Less what was taken back. */
  readonly issuedUnits: number;
  readonly redeemedUnits: number;
  /** Expected ever to be redeemed, those that were included. */
  readonly expectedUnits: number;
  /** Of the sales, the part of the units. */
  readonly deferredMinor: number;
  readonly recognisedMinor: number;
  /** What is still owed for them. */
  readonly liabilityMinor: number;
}

export interface DeferredMonth {
  readonly month: number;
  readonly salesMinor: number;
  /** Put off in the month; below zero where refunds gave back more than was sold. */
  readonly deferredMinor: number;
  readonly revenueMinor: number;
  /** At its end, over all batches. */
  readonly liabilityMinor: number;
}

export interface Deferral {
  readonly months: readonly DeferredMonth[];
  /** As of the last month. */
  readonly batches: readonly SoldBatch[];
}

interface Batch extends SoldBatch {
  readonly expiredUnits: number;
  /** Left the batch for another member: what becomes of them cannot be told. */
  readonly movedUnits: number;
  readonly firstShare: number;
}

/**
 * Deferred revenue by month, from the first sale through a month (IFRS 15, see `allocateSales` and `recogniseRevenue`), batch by batch: the
 * units that came with the sales of one month. The price is split by the share that was expected at the end of that month, and stays split so;
 * what is expected at the end of each later month says how much of the points' part is earned. A refund takes back sales and units, and the
 * part of the points is then what it would have been without them; units that lapsed are expected no more.
 *
 * @throws RangeError for a share that is none, and for a value per no units.
 */
export function deferRevenue(
  flows: readonly UnitFlow[],
  { unitValue, through, shareOf }: { unitValue: UnitValue; through: number; shareOf: ExpectedShare },
): Deferral {
  const sold = flows.filter(({ origin, month }) => origin === 'sale' && month <= through);
  const first = sold.reduce((least, { month, issueMonth }) => Math.min(least, month, issueMonth), through + 1);
  const batches = new Map<number, Batch>();
  const months: DeferredMonth[] = [];
  for (let month = first; month <= through; month += 1) {
    const before = totalsOf(batches);
    const now = flowsByBatch(sold.filter((flow) => flow.month === month));
    for (const issueMonth of new Set([...batches.keys(), ...now.keys()])) {
      const share = shareOf(issueMonth, month);
      batches.set(
        issueMonth,
        stepOf(batches.get(issueMonth), now.get(issueMonth) ?? [], { issueMonth, share, unitValue }),
      );
    }
    months.push(changeOf(month, before, totalsOf(batches)));
  }
  const told = [...batches.values()].toSorted((one, other) => one.issueMonth - other.issueMonth);
  return {
    months,
    batches: told.map(({ expiredUnits: _expired, movedUnits: _moved, firstShare: _share, ...batch }) => batch),
  };
}

function flowsByBatch(flows: readonly UnitFlow[]): ReadonlyMap<number, readonly UnitFlow[]> {
  return Map.groupBy(flows, ({ issueMonth }) => issueMonth);
}

interface Step {
  readonly issueMonth: number;
  readonly share: number;
  readonly unitValue: UnitValue;
}

function stepOf(before: Batch | undefined, flows: readonly UnitFlow[], { issueMonth, share, unitValue }: Step): Batch {
  const sum = (read: (flow: UnitFlow) => number) => flows.reduce((total, flow) => total + read(flow), 0);
  const firstShare = before?.firstShare ?? share;
  const salesMinor = (before?.salesMinor ?? 0) + sum((flow) => flow.salesMinor);
  const issuedUnits =
    (before?.issuedUnits ?? 0) + sum((flow) => flow.issuedUnits + flow.reinstatedUnits - flow.takenBackUnits);
  const redeemedUnits = (before?.redeemedUnits ?? 0) + sum((flow) => flow.redeemedUnits + flow.absorbedUnits);
  const expiredUnits = (before?.expiredUnits ?? 0) + sum((flow) => flow.expiredUnits);
  const movedUnits = (before?.movedUnits ?? 0) + sum((flow) => flow.movedUnits);
  const followed = Math.max(0, issuedUnits + movedUnits);
  const redeemed = Math.max(0, redeemedUnits);
  // No more can be redeemed than have not lapsed.
  const left = Math.max(0, followed - Math.max(0, expiredUnits));
  const expectedUnits = Math.max(redeemed, Math.min(left, expectedUnitsOf(followed, share)));
  const firstUnits = expectedUnitsOf(Math.max(0, issuedUnits), firstShare);
  const { pointsMinor } = allocateSales({ salesMinor: Math.max(0, salesMinor), expectedUnits: firstUnits, unitValue });
  const [earned] = recogniseRevenue(pointsMinor, [{ redeemedUnits: redeemed, expectedUnits }]);
  const recognisedMinor = earned?.cumulativeMinor ?? 0;
  const counts = { salesMinor, issuedUnits, redeemedUnits, expiredUnits, movedUnits, expectedUnits, firstShare };
  return {
    issueMonth,
    ...counts,
    deferredMinor: pointsMinor,
    recognisedMinor,
    liabilityMinor: pointsMinor - recognisedMinor,
  };
}

interface Totals {
  readonly salesMinor: number;
  readonly deferredMinor: number;
  readonly recognisedMinor: number;
}

function totalsOf(batches: ReadonlyMap<number, Batch>): Totals {
  let [salesMinor, deferredMinor, recognisedMinor] = [0, 0, 0];
  for (const batch of batches.values()) {
    salesMinor += batch.salesMinor;
    deferredMinor += batch.deferredMinor;
    recognisedMinor += batch.recognisedMinor;
  }
  return { salesMinor, deferredMinor, recognisedMinor };
}

function changeOf(month: number, before: Totals, after: Totals): DeferredMonth {
  return {
    month,
    salesMinor: after.salesMinor - before.salesMinor,
    deferredMinor: after.deferredMinor - before.deferredMinor,
    revenueMinor: after.recognisedMinor - before.recognisedMinor,
    liabilityMinor: after.deferredMinor - after.recognisedMinor,
  };
}
