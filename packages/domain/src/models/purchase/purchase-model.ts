import type { MaximumLikelihood } from '../optimization/fit-report.ts';
import type { TimeUnit } from '../histories/history.ts';

/**
 * Purchase rates are gamma(r, α); BG and MBG drop out after a purchase with probability
 * beta(a, b). α is in the model's unit of time, the others are pure numbers.
 */
export type BetaGeometricParameter = 'r' | 'alpha' | 'a' | 'b';

/** Purchase rates are gamma(r, α), death rates gamma(s, β); α and β are in the model's unit. */
export type ParetoParameter = 'r' | 'alpha' | 's' | 'beta';

/** Fader, Hardie, Lee (2005), "Counting Your Customers" the Easy Way. */
export interface BgNbdModel<U extends TimeUnit = TimeUnit> extends MaximumLikelihood<BetaGeometricParameter> {
  readonly kind: 'bg-nbd';
  readonly unit: U;
}

/** Batislam, Denizel, Filiztekin (2007): like BG/NBD, and may drop out at the first purchase. */
export interface MbgNbdModel<U extends TimeUnit = TimeUnit> extends MaximumLikelihood<BetaGeometricParameter> {
  readonly kind: 'mbg-nbd';
  readonly unit: U;
}

/** Schmittlein, Morrison, Colombo (1987), Counting Your Customers. */
export interface ParetoNbdModel<U extends TimeUnit = TimeUnit> extends MaximumLikelihood<ParetoParameter> {
  readonly kind: 'pareto-nbd';
  readonly unit: U;
}

/** A fitted model of when customers buy. Plain data: it can be stored as JSON and used again. */
export type PurchaseModel<U extends TimeUnit = TimeUnit> = BgNbdModel<U> | MbgNbdModel<U> | ParetoNbdModel<U>;
