import { hypergeometric2F1, isBenign } from './hypergeometric.ts';
import { logBeta } from './log-gamma.ts';

/** Beyond this the series of 2F1 takes more terms than the integral takes nodes. */
const seriesArgumentMax = 0.9;
/** e^−42 is below the last digit of a double. */
const negligibleExponent = 42;
/** The integrand has singularities at distance π: with steps of 0.45 they cost e^−44. */
const stepMax = 0.45;
const nodesMax = 20_000;
/** Where what is neglected is below e^−39 of 1, the logarithm of the integrand is a straight line. */
const straightExponent = 39;

/**
 * E[(1 + p y)^−power] over p ~ beta(a, b), for power > 0, y ≥ 0: what is left of a mixed rate.
 * It equals 2F1(power, a; a + b; −y), and is computed so where the series is short and loses no
 * digits. Elsewhere the integral is taken by the trapezoidal rule in ln(p/(1−p)), which
 * converges exponentially because the integrand dies away smoothly on both sides.
 */
export function betaMeanPower({ a, b }: { readonly a: number; readonly b: number }, power: number, y: number): number {
  const parameters = { a: power, b: a, c: a + b };
  if (y <= seriesArgumentMax / (1 - seriesArgumentMax) && isBenign(parameters, -y)) {
    return hypergeometric2F1(parameters, -y);
  }
  const logDensity = (t: number): number => {
    const small = Math.exp(-Math.abs(t));
    const share = (t > 0 ? 1 : small) / (1 + small);
    const soft = Math.log1p(small);
    // ln p and ln(1 − p) from t = ln(p/(1−p)), whichever side t lies on.
    return a * (Math.min(t, 0) - soft) - b * (Math.max(t, 0) + soft) - power * Math.log1p(share * y);
  };
  const sides: readonly Side[] = [
    { sign: -1, slope: a, straightFrom: straightExponent + Math.log(Math.max(1, power * y, a + b)) },
    { sign: 1, slope: b, straightFrom: straightExponent + Math.log(Math.max(1, power, a + b)) },
  ];
  const { logTop, area } = trapezoid(logDensity, findMode({ a, b }, power, y), sides);
  return area * Math.exp(logTop - logBeta(a, b));
}

/** Where the integrand is greatest: the root in (0, 1) of a(1−p) − bp = power·y·p(1−p)/(1+py). */
function findMode({ a, b }: { a: number; b: number }, power: number, y: number): number {
  const square = (power - a - b) * y;
  const linear = (a - power) * y - a - b;
  const root = Math.sqrt(linear * linear - 4 * square * a);
  const p = linear < 0 ? (2 * a) / (root - linear) : (-linear - root) / (2 * square);
  // Near 1 the other side of the equation would be needed; the mode need not be exact there.
  return Math.log(p / Math.max(1 - p, 1e-15));
}

/** One side of the integrand: beyond `straightFrom` it dies away as e^(−slope·|t|), which takes for ever where the slope is nearly nothing. */
interface Side {
  readonly sign: -1 | 1;
  readonly slope: number;
  readonly straightFrom: number;
}

/** The integral is area · e^logTop. */
function trapezoid(
  logDensity: (t: number) => number,
  mode: number,
  sides: readonly Side[],
): { logTop: number; area: number } {
  const top = logDensity(mode);
  const width = 1e-3;
  const bend = (2 * top - logDensity(mode - width) - logDensity(mode + width)) / (width * width);
  const step = Math.min(stepMax, bend > 0 ? 0.6 / Math.sqrt(bend) : stepMax);
  let sum = 1;
  for (const { sign, slope, straightFrom } of sides) {
    for (let k = 1; k < nodesMax; k += 1) {
      const t = mode + k * sign * step;
      const drop = logDensity(t) - top;
      if (drop < -negligibleExponent) break;
      if (sign * t > straightFrom) {
        // All nodes from here on are a geometric series.
        sum += Math.exp(drop) / -Math.expm1(-slope * step);
        break;
      }
      sum += Math.exp(drop);
    }
  }
  return { logTop: top, area: sum * step };
}
