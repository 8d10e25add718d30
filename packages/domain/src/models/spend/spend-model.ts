import type { MaximumLikelihood } from '../optimization/fit-report.ts';

/** A purchase is gamma(p, ν), ν is gamma(q, γ); γ is in the currency of the spend. */
export type GammaGammaParameter = 'p' | 'q' | 'gamma';

/** Fader, Hardie (2013), The Gamma-Gamma Model of Monetary Value. */
export interface GammaGammaModel extends MaximumLikelihood<GammaGammaParameter> {
  readonly kind: 'gamma-gamma';
}

/** Bühlmann, Straub (1970): each customer's own mean and that of all, weighted by how much of the variation lies between customers. */
export interface CredibilityModel {
  readonly kind: 'credibility';
  /** Mean of customers. */
  readonly mean: number;
  /** Variance of a purchase around its customer's mean, and of customers' means. */
  readonly within: number;
  readonly between: number;
  readonly customers: number;
}

/** Everybody spends alike: the mean of all purchases. */
export interface OneMeanModel {
  readonly kind: 'one-mean';
  readonly mean: number;
  /** Variance of purchases. */
  readonly within: number;
  readonly customers: number;
}

export type SpendModel = GammaGammaModel | CredibilityModel | OneMeanModel;

/** What is used for individuals. `gamma-gamma-repeat` is Gamma-Gamma as published: on repeat purchases only. */
export type SpendKind = 'one-mean' | 'gamma-gamma' | 'credibility' | 'gamma-gamma-repeat';
