/** What every fit says of itself, so that a reader can judge whether to believe its numbers. */

/**
 * Why the search stopped. `gradient-small` is the only full success; `boundary` means the
 * likelihood keeps rising towards an infinite or zero parameter (the data do not identify it);
 * `flat` means no step improves it although the gradient is not yet small.
 */
export type StopReason = 'gradient-small' | 'boundary' | 'flat' | 'iteration-limit';

export interface ConvergenceReport {
  /** True only when the best start ended at an inner maximum with a small gradient. */
  readonly converged: boolean;
  readonly reason: StopReason;
  /** Iterations of the best start. */
  readonly iterations: number;
  /** Evaluations of likelihood and gradient over all starts. */
  readonly evaluations: number;
  /** Largest component of the gradient of the mean log-likelihood by log-parameter. */
  readonly gradientNorm: number;
  /** How many starting points were tried. */
  readonly starts: number;
  /** How many of them ended at the best log-likelihood (within 1e-6 a customer). */
  readonly startsAgreeing: number;
  /** Names of parameters that ran to the edge of the searched range. */
  readonly parametersAtBoundary: readonly string[];
  /** One plain English sentence saying the above. */
  readonly message: string;
}

export interface FitOptions<Name extends string = string> {
  /** Our own starting points to try, 1 to 8, or 0 beside `startsAt`; 3 where absent. */
  readonly starts?: number;
  /** Starting values of the caller, tried before ours: all parameters, in the units of the data. */
  readonly startsAt?: readonly Readonly<Record<Name, number>>[];
  /** Iterations allowed each start; 500 where absent. */
  readonly iterationsMax?: number;
  /** Largest gradient component, a customer, that counts as small; 1e-7 where absent. */
  readonly gradientTolerance?: number;
}

/** A maximum-likelihood estimate of parameters named `Name`. */
export interface MaximumLikelihood<Name extends string> {
  readonly parameters: Readonly<Record<Name, number>>;
  /** By the delta method from the Hessian in log-parameters; null where it cannot be told. */
  readonly standardErrors: Readonly<Record<Name, number | null>>;
  /** Of all customers, natural logarithm, constants included. */
  readonly logLikelihood: number;
  /** Number of customers fitted: the sum of the weights. */
  readonly customers: number;
  readonly convergence: ConvergenceReport;
}
