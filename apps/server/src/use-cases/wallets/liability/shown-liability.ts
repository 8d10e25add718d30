import type { Liability } from '@perennial/contracts/staff';
import { bookLinesOf, unitCohortsOf, deferRevenue, unitsWorthMinor } from '@perennial/domain/models';
import type { Deferral, UnitFlow, UnitValue } from '@perennial/domain/models';
import type { EstimateRow, OutstandingRow } from '@perennial/postgres/wallets';
import { expectationsOf } from './expectations.ts';
import type { Expectations } from './expectations.ts';
import { labelOfMonth } from './months.ts';

/** What was counted of a wallet. */
export interface CountedWallet {
  readonly flows: readonly UnitFlow[];
  readonly outstanding: readonly OutstandingRow[];
  readonly owed: number;
  readonly estimates: readonly EstimateRow[];
}

/** Months from January 1970, both included, and the one that is running. */
export interface LiabilityPeriod {
  readonly from: number;
  readonly to: number;
  readonly running: number;
}

interface Shown {
  readonly period: LiabilityPeriod;
  readonly unitValue: UnitValue | null;
  readonly showsCosts: boolean;
}

type Figures = Pick<
  Liability,
  'outstanding' | 'months' | 'differenceUnits' | 'breakage' | 'cohorts' | 'revenue' | 'estimates'
>;

/** The one place where the figures of the page, of its file and of the API are made. */
export function shownLiability(counted: CountedWallet, shown: Shown): Figures {
  const { flows, estimates } = counted;
  const { period, unitValue } = shown;
  const expectations = expectationsOf(flows, { estimates, running: period.running });
  const outstanding = shownOutstanding(counted, shown);
  return {
    outstanding,
    months: monthsIn(period).map((month) => shownFlows(flows, month, period)),
    differenceUnits: balanceOf(flows) - (outstanding.units - outstanding.owed),
    breakage: shownBreakage(counted, expectations, shown),
    cohorts: unitCohortsOf(flows, period.running - 1).map(
      ({ issueMonth, issuedUnits, redeemedByAge, expiredByAge }) => ({
        month: labelOfMonth(issueMonth),
        issued: issuedUnits,
        redeemed: [...redeemedByAge],
        expired: [...expiredByAge],
      }),
    ),
    revenue: unitValue === null ? null : shownRevenue(flows, expectations, { period, unitValue }),
    estimates: estimates.map(({ issueYear, fromMonth, redeemedOfMillion, setAt, setBy }) => ({
      issueYear,
      fromMonth: labelOfMonth(fromMonth),
      share: redeemedOfMillion === null ? null : redeemedOfMillion / 1_000_000,
      setAt,
      setBy,
    })),
  };
}

function monthsIn({ from, to }: LiabilityPeriod): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

function shownOutstanding({ outstanding, owed }: CountedWallet, { unitValue, showsCosts }: Shown) {
  const worth = (units: number) => (unitValue === null ? null : unitsWorthMinor(units, unitValue));
  const units = sumOf(outstanding, (row) => row.units);
  const months = outstanding.map((row) => ({
    month: row.expiryMonth === null ? null : labelOfMonth(row.expiryMonth),
    units: row.units,
    waiting: row.waiting,
    held: row.held,
    valueMinor: worth(row.units),
    costMinor: showsCosts ? row.costMinor : null,
  }));
  return { units, owed, valueMinor: worth(units), months };
}

function shownFlows(flows: readonly UnitFlow[], month: number, { running }: LiabilityPeriod) {
  const within = flows.filter((flow) => flow.month === month);
  return {
    month: labelOfMonth(month),
    isOver: month < running,
    issued: sumOf(within, (flow) => flow.issuedUnits),
    opened: sumOf(within, ({ origin, issuedUnits }) => (origin === 'opening' ? issuedUnits : 0)),
    redeemed: sumOf(within, (flow) => flow.redeemedUnits),
    expired: sumOf(within, (flow) => flow.expiredUnits),
    takenBack: sumOf(within, (flow) => flow.takenBackUnits),
    reinstated: sumOf(within, (flow) => flow.reinstatedUnits),
  };
}

/** What ought to be there: everything that was issued less what became of it. */
function balanceOf(flows: readonly UnitFlow[]): number {
  return sumOf(
    flows,
    (flow) =>
      flow.issuedUnits +
      flow.reinstatedUnits +
      flow.movedUnits -
      flow.redeemedUnits -
      flow.expiredUnits -
      flow.takenBackUnits,
  );
}

function shownBreakage({ flows }: CountedWallet, { knownAt }: Expectations, { period, unitValue }: Shown) {
  const { breakage } = knownAt(period.running);
  const opened = flows.filter(({ origin }) => origin === 'opening');
  const { openUnits, expectedBreakageUnits, breakageInterval, beyondEvidenceUnits } = breakage;
  return {
    through: labelOfMonth(period.running - 1),
    openUnits,
    expectedUnits: expectedBreakageUnits,
    interval: { low: breakageInterval.low, high: breakageInterval.high },
    valueMinor: unitValue === null ? null : unitsWorthMinor(Math.round(expectedBreakageUnits), unitValue),
    beyondUnits: beyondEvidenceUnits,
    withoutPastUnits: balanceOf(opened),
  };
}

interface Valued {
  readonly period: LiabilityPeriod;
  readonly unitValue: UnitValue;
}

function shownRevenue(flows: readonly UnitFlow[], expectations: Expectations, { period, unitValue }: Valued) {
  const { from, to, running } = period;
  const { shareOf, isByHand } = expectations;
  const deferral = deferRevenue(flows, { unitValue, through: to, shareOf });
  const within = deferral.months.filter(({ month }) => month >= from);
  return {
    openingMinor: deferral.months.findLast(({ month }) => month < from)?.liabilityMinor ?? 0,
    months: monthsIn(period).map((month) => shownMonth(deferral, month, running)),
    batches: deferral.batches.map((batch) => ({
      month: labelOfMonth(batch.issueMonth),
      salesMinor: batch.salesMinor,
      issued: batch.issuedUnits,
      redeemed: batch.redeemedUnits,
      expected: batch.expectedUnits,
      share: shareOf(batch.issueMonth, to),
      basis: isByHand(batch.issueMonth, to) ? ('hand' as const) : ('past' as const),
      deferredMinor: batch.deferredMinor,
      recognisedMinor: batch.recognisedMinor,
      liabilityMinor: batch.liabilityMinor,
    })),
    entries: within.flatMap((month) =>
      bookLinesOf([month]).map((line) => ({ ...line, isOver: month.month < running })),
    ),
  };
}

/** A month without a flow before the first sale has nothing. */
function shownMonth({ months }: Deferral, month: number, running: number) {
  const found = months.find((one) => one.month === month);
  const { salesMinor = 0, deferredMinor = 0, revenueMinor = 0, liabilityMinor = 0 } = found ?? {};
  return {
    month: labelOfMonth(month),
    isOver: month < running,
    salesMinor,
    deferredMinor,
    revenueMinor,
    liabilityMinor,
  };
}

function sumOf<Item>(items: readonly Item[], read: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0);
}
