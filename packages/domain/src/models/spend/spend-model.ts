import type { MaximumLikelihood } from '../optimization/fit-report.ts';

/** A purchase is gamma(p, ν), ν is gamma(q, γ); γ is in the currency of the spend. */
export type GammaGammaParameter = 'p' | 'q' | 'gamma';

/** Fader, Hardie (2013), The Gamma-Gamma Model of Monetary Value. */
export interface GammaGammaModel extends MaximumLikelihood<GammaGammaParameter> {
  readonly kind: 'gamma-gamma';
}
