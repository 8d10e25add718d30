import { gauss16, gauss6, gauss8 } from '../special-functions/gauss-legendre.ts';
import type { Quadrature } from '../special-functions/gauss-legendre.ts';

/**
 * The integral over the unseen moment of death on which Pareto/NBD rests,
 *
 *   J = ∫ from t to T of ((α+τ)/(α+t))^−R · ((β+τ)/(β+t))^−(s+1) dτ,
 *
 * and the means, under that integrand, of what its derivatives ask for. Schmittlein, Morrison,
 * Colombo (1987) write it as a difference of two 2F1, which loses all digits where T is near t
 * and overflows for frequent buyers; the integrand itself is positive and smooth. The variable is
 * w = ln((m+τ)/(m+t)) with m = min(α, β): then the nearest singularity of the other factor lies
 * at distance π from the real axis, and Gauss–Legendre converges at once.
 */
export interface ParetoIntegral {
  /** The parameters, set before each use: R, α, s + 1, β. */
  purchasePower: number;
  alpha: number;
  deathPower: number;
  beta: number;
  /** The result: J, and the means of ln((α+τ)/(α+t)), ln((β+τ)/(β+t)), 1/(α+τ), 1/(β+τ). */
  value: number;
  meanLogAlpha: number;
  meanLogBeta: number;
  meanInverseAlpha: number;
  meanInverseBeta: number;
}

/** A workspace; its result is overwritten by each `integrateDeath`. */
export function createParetoIntegral(): ParetoIntegral {
  return {
    purchasePower: 1,
    alpha: 1,
    deathPower: 2,
    beta: 1,
    value: 0,
    meanLogAlpha: 0,
    meanLogBeta: 0,
    meanInverseAlpha: 0,
    meanInverseBeta: 0,
  };
}

/** e^−45 is below the last digit of a double. */
const negligibleExponent = 45;

/** Integrates from `from` to `to` (0 ≤ from ≤ to), leaving value and means in the workspace. */
export function integrateDeath(integral: ParetoIntegral, from: number, to: number): void {
  const isAlphaLess = integral.alpha <= integral.beta;
  const lesser = (isAlphaLess ? integral.alpha : integral.beta) + from;
  const greater = (isAlphaLess ? integral.beta : integral.alpha) + from;
  const lesserPower = isAlphaLess ? integral.purchasePower : integral.deathPower;
  const greaterPower = isAlphaLess ? integral.deathPower : integral.purchasePower;
  const share = lesser / greater;
  const gap = to - from;
  const slowest = lesserPower + greaterPower * share - 1;
  const fastest = lesserPower + (greaterPower * (lesser + gap)) / (greater + gap) - 1;
  const whole = Math.log1p(gap / lesser);
  const length = slowest > 0 ? Math.min(whole, negligibleExponent / slowest) : whole;
  const bend = Math.max(Math.abs(slowest), Math.abs(fastest)) * length;
  const isEasy = bend <= 4 && length <= 2;
  const panels = isEasy ? 1 : Math.max(Math.ceil(bend / 14), Math.ceil(length / 5));
  const isEasiest = bend <= 1 && length <= 0.8;
  const rule = isEasy ? (isEasiest ? gauss6 : gauss8) : gauss16;
  sum.mass = sum.lesserLog = sum.greaterLog = sum.lesserInverse = sum.greaterInverse = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    addPanel(rule, {
      start: (panel * length) / panels,
      width: length / panels,
      lesserPower,
      greaterPower,
      share,
    });
  }
  store(integral, { isAlphaLess, lesser, greater });
}

/** One accumulator for all: this is the innermost loop of the fit, and it must not allocate. */
const sum = { mass: 0, lesserLog: 0, greaterLog: 0, lesserInverse: 0, greaterInverse: 0 };

interface Panel {
  readonly start: number;
  readonly width: number;
  readonly lesserPower: number;
  readonly greaterPower: number;
  /** (m + t)/(M + t), where m and M are the lesser and the greater of α and β. */
  readonly share: number;
}

function addPanel(rule: Quadrature, panel: Panel): void {
  const { nodes, weights } = rule;
  const { start, width, share, lesserPower, greaterPower } = panel;
  let mass = 0;
  let lesserLog = 0;
  let greaterLog = 0;
  let lesserInverse = 0;
  let greaterInverse = 0;
  for (let k = 0; k < nodes.length; k += 1) {
    const w = start + width * (nodes[k] ?? 0);
    const grown = Math.exp(w);
    const shrunk = 1 / grown;
    const apart = (1 - share) * (1 - shrunk);
    const v = apart < seriesMax ? w + logOneMinus(apart) : Math.log(1 + share * (grown - 1));
    const other = grown * (1 - apart);
    const part = width * (weights[k] ?? 0) * Math.exp((1 - lesserPower) * w - greaterPower * v);
    mass += part;
    lesserLog += part * w;
    greaterLog += part * v;
    lesserInverse += part * shrunk;
    greaterInverse += part / other;
  }
  sum.mass += mass;
  sum.lesserLog += lesserLog;
  sum.greaterLog += greaterLog;
  sum.lesserInverse += lesserInverse;
  sum.greaterInverse += greaterInverse;
}

/** Up to here the series of `logOneMinus` is shorter than a logarithm; α and β are mostly near. */
const seriesMax = 0.25;

/** ln(1 − x) for 0 ≤ x < 0.25 to the last digit: −2 artanh(x/(2 − x)), z² below 0.0205. */
function logOneMinus(x: number): number {
  const z = x / (2 - x);
  const s = z * z;
  const tail = 1 / 9 + s * (1 / 11 + s * (1 / 13 + s * (1 / 15 + s / 17)));
  return -2 * z * (1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * tail))));
}

interface Sides {
  readonly isAlphaLess: boolean;
  readonly lesser: number;
  readonly greater: number;
}

function store(integral: ParetoIntegral, { isAlphaLess, lesser, greater }: Sides): void {
  const each = sum.mass > 0 ? 1 / sum.mass : 0;
  const lesserLog = sum.lesserLog * each;
  const greaterLog = sum.greaterLog * each;
  const lesserInverse = (sum.lesserInverse * each) / lesser;
  const greaterInverse = (sum.greaterInverse * each) / greater;
  integral.value = sum.mass * lesser;
  integral.meanLogAlpha = isAlphaLess ? lesserLog : greaterLog;
  integral.meanLogBeta = isAlphaLess ? greaterLog : lesserLog;
  integral.meanInverseAlpha = isAlphaLess ? lesserInverse : greaterInverse;
  integral.meanInverseBeta = isAlphaLess ? greaterInverse : lesserInverse;
}
