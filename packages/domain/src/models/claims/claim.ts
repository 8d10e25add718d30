import type { PurchaseRows } from '../histories/purchase-rows.ts';
import type { Transactions } from '../transactions/transactions.ts';

/** Data that claims are checked on and that is no part of the repository; null where absent. */
export interface TruthData {
  /** The 1/10 sample of CDNOW: 2,357 customers, every order from 1997-01-01 to 1998-06-30. */
  readonly cdnowSample: PurchaseRows | null;
  /** Online Retail of the UCI repository: a British wholesaler of gifts, every line from 2010-12-01 to 2011-12-09. */
  readonly onlineRetail: Transactions | null;
  /** The Complete Journey: 75,000 lines of the baskets of 2,373 households in a grocery in 2017. */
  readonly completeJourney: Transactions | null;
}

/** A number somebody published, and how we come by it. */
export interface PublishedClaim {
  readonly kind: 'published';
  /** Heading under which it is shown, such as the model. */
  readonly topic: string;
  readonly name: string;
  /** Paper or package, table where there is one. */
  readonly source: string;
  readonly published: number;
  /** How far ours may lie from it: half of the last digit published, unless the claim says why. */
  readonly tolerance: number;
  /** Our number; null where the data it needs is absent. */
  readonly compute: (data: TruthData) => number | null;
}

/** Something that must hold by its nature: a stability case, a symmetry. */
export interface PropertyClaim {
  readonly kind: 'property';
  readonly topic: string;
  readonly name: string;
  /** Whether it holds, and the figures that show it; null where the data it needs is absent. */
  readonly check: (data: TruthData) => PropertyOutcome | null;
}

export interface PropertyOutcome {
  readonly isHeld: boolean;
  readonly evidence: string;
}

/** One forecaster on a stretch that was held out. */
export interface HoldOutClaim {
  readonly kind: 'hold-out';
  readonly topic: string;
  /** Who forecasts. */
  readonly name: string;
  /** How it fared; null where the data it needs is absent. */
  readonly check: (data: TruthData) => HoldOutOutcome | null;
}

export interface HoldOutOutcome {
  /** Whether ours is held to what it claims; null for those that are shown beside it. */
  readonly isHeld: boolean | null;
  /** Under the heads of the table of hold-outs. */
  readonly cells: readonly string[];
}

export type Claim = PublishedClaim | PropertyClaim | HoldOutClaim;

/** What became of a claim. */
export interface Verdict {
  readonly claim: Claim;
  readonly verdict: 'pass' | 'fail' | 'no data' | 'beside';
  /** Ours and the difference, or the evidence; in words. */
  readonly shown: readonly string[];
}

/** Checks every claim, in order. */
export function checkClaims(claims: readonly Claim[], data: TruthData): readonly Verdict[] {
  return claims.map((claim): Verdict => {
    if (claim.kind === 'published') return checkPublished(claim, data);
    return claim.kind === 'property' ? checkProperty(claim, data) : checkHoldOut(claim, data);
  });
}

function checkHoldOut(claim: HoldOutClaim, data: TruthData): Verdict {
  const outcome = claim.check(data);
  if (outcome === null) return { claim, verdict: 'no data', shown: [] };
  const { isHeld, cells } = outcome;
  return { claim, verdict: isHeld === null ? 'beside' : isHeld ? 'pass' : 'fail', shown: cells };
}

function checkPublished(claim: PublishedClaim, data: TruthData): Verdict {
  const ours = claim.compute(data);
  if (ours === null) return { claim, verdict: 'no data', shown: ['', ''] };
  const difference = ours - claim.published;
  const isPassed = Math.abs(difference) <= claim.tolerance;
  // One digit below the tolerance: more would differ between processors, less would hide a drift.
  const digits = claim.tolerance === 0 ? 0 : Math.max(0, Math.ceil(-Math.log10(claim.tolerance)) + 1);
  return {
    claim,
    verdict: isPassed ? 'pass' : 'fail',
    shown: [ours.toFixed(digits), signed(difference, digits)],
  };
}

function checkProperty(claim: PropertyClaim, data: TruthData): Verdict {
  const outcome = claim.check(data);
  if (outcome === null) return { claim, verdict: 'no data', shown: [''] };
  return { claim, verdict: outcome.isHeld ? 'pass' : 'fail', shown: [outcome.evidence] };
}

function signed(x: number, digits: number): string {
  const text = Math.abs(x).toFixed(digits);
  if (Number(text) === 0) return text;
  return x < 0 ? `−${text}` : `+${text}`;
}
