import { expectBreakage } from './breakage.ts';
import type { Breakage } from './breakage.ts';
import type { UnitCohort } from './unit-cohort.ts';

/** What units came of: sold along with an order, granted without one, brought from elsewhere, or given by another member. */
export type UnitOrigin = 'sale' | 'grant' | 'opening' | 'transfer';

/** What became, within one month, of units that were issued in one month. Months count from January 1970. */
export interface UnitFlow {
  readonly origin: UnitOrigin;
  readonly issueMonth: number;
  readonly month: number;
  readonly issuedUnits: number;
  /** Less what was given back; below zero where more came back than went. */
  readonly redeemedUnits: number;
  readonly expiredUnits: number;
  /** By refunds and by hand, and what was cancelled or voided. */
  readonly takenBackUnits: number;
  /** Expired before, and issued anew. */
  readonly reinstatedUnits: number;
  /** Given by other members less given to them. */
  readonly movedUnits: number;
  /** Paid what was owed. */
  readonly absorbedUnits: number;
  /** What was sold, less refunds: of orders that issued these units. */
  readonly salesMinor: number;
}

interface Running {
  issued: number;
  readonly redeemed: number[];
  readonly expired: number[];
}

/**
 * Cohorts by month of issue, followed through the month `through`. Units that were brought from elsewhere are left out: what became of their
 * like before is not known, and they are older than they look. Where more left a cohort in a month than it had, because a debt was counted
 * for it that another one paid, what had is what left; months in which more came back than went count as none.
 */
export function unitCohortsOf(flows: readonly UnitFlow[], through: number): readonly UnitCohort[] {
  const running = new Map<number, Running>();
  for (const flow of flows) {
    if (flow.origin === 'opening' || flow.month > through || flow.issueMonth > through) continue;
    const cohort = running.get(flow.issueMonth) ?? startOf(flow.issueMonth, through);
    running.set(flow.issueMonth, cohort);
    const age = Math.max(0, flow.month - flow.issueMonth);
    cohort.issued += flow.issuedUnits + flow.reinstatedUnits + flow.movedUnits - flow.takenBackUnits;
    cohort.redeemed[age] = (cohort.redeemed[age] ?? 0) + flow.redeemedUnits + flow.absorbedUnits;
    cohort.expired[age] = (cohort.expired[age] ?? 0) + flow.expiredUnits;
  }
  return [...running].toSorted(([one], [other]) => one - other).map(([month, cohort]) => boundedOf(month, cohort));
}

function startOf(issueMonth: number, through: number): Running {
  const ages = through - issueMonth + 1;
  return { issued: 0, redeemed: Array<number>(ages).fill(0), expired: Array<number>(ages).fill(0) };
}

function boundedOf(issueMonth: number, { issued, redeemed, expired }: Running): UnitCohort {
  const issuedUnits = Math.max(0, issued);
  let open = issuedUnits;
  const take = (units: number) => {
    const taken = Math.min(open, Math.max(0, units));
    open -= taken;
    return taken;
  };
  const pairs = redeemed.map((units, age) => [take(units), take(expired[age] ?? 0)] as const);
  return {
    issueMonth,
    issuedUnits,
    redeemedByAge: pairs.map(([units]) => units),
    expiredByAge: pairs.map(([, units]) => units),
  };
}

/** Of the units of each cohort, the share that is redeemed sooner or later, as it could be known at the end of a month. */
export interface KnownThen {
  readonly breakage: Breakage;
  /** Between 0 and 1; 1 where nothing is known. */
  readonly shareOf: (issueMonth: number) => number;
}

export function knownThen(flows: readonly UnitFlow[], through: number): KnownThen {
  const cohorts = unitCohortsOf(flows, through);
  const breakage = expectBreakage(cohorts);
  const shares = new Map(
    breakage.cohorts.map(({ issueMonth, issuedUnits, redeemedUnits, expectedRedeemedUnits }) => [
      issueMonth,
      issuedUnits === 0 ? 1 : Math.min(1, (redeemedUnits + expectedRedeemedUnits) / issuedUnits),
    ]),
  );
  // Units that nobody has followed yet go the way of all before.
  const next: UnitCohort = { issueMonth: through + 1, issuedUnits: 1, redeemedByAge: [], expiredByAge: [] };
  const fresh = Math.min(1, expectBreakage([...cohorts, next]).cohorts.at(-1)?.expectedRedeemedUnits ?? 1);
  return { breakage, shareOf: (issueMonth) => shares.get(issueMonth) ?? fresh };
}
