import type { PurchaseModel } from './purchase-model.ts';

/**
 * What the model believes of a customer known to be alive: a gamma of her purchase rate and a
 * beta of her dropping out after each purchase, or a gamma of her death rate. A new customer and
 * one with a long history differ only in these numbers, so that every forecast is written once.
 */
export type AliveCustomer = BetaGeometricCustomer | ParetoCustomer;

export interface BetaGeometricCustomer {
  readonly kind: 'beta-geometric';
  /** Purchase rate: gamma(shape, rate). */
  readonly shape: number;
  readonly rate: number;
  /** Chance to drop out after a purchase: beta(a, b). */
  readonly a: number;
  readonly b: number;
}

export interface ParetoCustomer {
  readonly kind: 'pareto';
  readonly shape: number;
  readonly rate: number;
  /** Death rate: gamma(deathShape, deathRate). */
  readonly deathShape: number;
  readonly deathRate: number;
}

/** The belief about a customer with x repeat purchases who is alive at age T. */
export function aliveCustomer(model: PurchaseModel, frequency: number, age: number): AliveCustomer {
  const shape = model.parameters.r + frequency;
  const rate = model.parameters.alpha + age;
  if (model.kind === 'pareto-nbd') {
    const { s, beta } = model.parameters;
    return { kind: 'pareto', shape, rate, deathShape: s, deathRate: beta + age };
  }
  const { a, b } = model.parameters;
  return { kind: 'beta-geometric', shape, rate, a, b: b + frequency + firstDropOuts(model) };
}

/** Chances to drop out that come with the first purchase: one under MBG/NBD, else none. */
export function firstDropOuts(model: PurchaseModel): 0 | 1 {
  return model.kind === 'mbg-nbd' ? 1 : 0;
}

/** The chance that a customer is still alive just after her first purchase. */
export function entryProbability(model: PurchaseModel): number {
  if (model.kind !== 'mbg-nbd') return 1;
  return model.parameters.b / (model.parameters.a + model.parameters.b);
}
