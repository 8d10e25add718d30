import { betaMeanPower } from '../special-functions/beta-mean.ts';
import { hypergeometricSlope, isBenignSeries } from '../special-functions/hypergeometric.ts';
import { regularizedBeta } from '../special-functions/incomplete-beta.ts';
import { logGamma, logGammaIncrement } from '../special-functions/log-gamma.ts';
import type { AliveCustomer, BetaGeometricCustomer, ParetoCustomer } from './alive-customer.ts';
import { integrateFromZero } from './panels.ts';
import { createParetoIntegral, integrateDeath } from './pareto-integral.ts';

/** Forecasts for a customer known to be alive now; `horizon` counts from now. */

/** Below this part of its terms the closed form has lost too many digits: integrate instead. */
const cancellationMin = 1e-6;
/** Nearer to 1 the closed form takes more terms than the integral takes nodes. */
const closedShareMax = 0.999;
/** e^−45 is below the last digit of a double. */
const negligibleExponent = 45;

/**
 * Expected purchases within the horizon. Beta-geometric: Fader, Hardie, Lee (2005), equation 10,
 * given alive, with 2F1 turned by Euler's transformation so that a = 1 is no special case.
 * Pareto: Schmittlein, Morrison, Colombo (1987), equation 22, given alive; s = 1 is no special
 * case either.
 */
export function futureTransactions(customer: AliveCustomer, horizon: number): number {
  if (horizon === 0) return 0;
  if (customer.kind === 'pareto') {
    const { shape, rate, deathShape, deathRate } = customer;
    const log = -Math.log1p(horizon / deathRate);
    return ((shape * deathRate) / rate) * -slopeOfExp(deathShape - 1, log);
  }
  return closedTransactions(customer, horizon) ?? discountedFutureTransactions(customer, { ratePerUnit: 0, horizon });
}

/** The chance of no purchase within the horizon. */
export function futureSilence(customer: AliveCustomer, horizon: number): number {
  const { shape, rate } = customer;
  const silence = Math.exp(-shape * Math.log1p(horizon / rate));
  if (customer.kind === 'beta-geometric') return silence;
  const { deathShape, deathRate } = customer;
  integral.purchasePower = shape;
  integral.alpha = rate;
  integral.deathPower = deathShape + 1;
  integral.beta = deathRate;
  integrateDeath(integral, 0, horizon);
  const survives = Math.exp(-deathShape * Math.log1p(horizon / deathRate));
  return Math.min(1, silence * survives + (deathShape / deathRate) * integral.value);
}

/**
 * The chance of exactly `count` purchases within the horizon: Fader, Hardie, Lee (2005),
 * equation 8; for Pareto, Fader and Hardie (2006), "Deriving an Expression for P(X(t) = x)".
 */
export function futureCount(customer: AliveCustomer, { count, horizon }: { count: number; horizon: number }): number {
  if (count === 0) return futureSilence(customer, horizon);
  if (horizon === 0) return 0;
  return customer.kind === 'pareto'
    ? paretoCount(customer, count, horizon)
    : betaGeometricCount(customer, count, horizon);
}

/**
 * Expected purchases within the horizon, each worth e^(−rate · time) now; the horizon may be
 * infinite where the rate is positive (Fader, Hardie, Lee 2005, "RFM and CLV", has the
 * Pareto case in closed form). By quadrature of the expected rate of purchase at each moment to come.
 */
export function discountedFutureTransactions(
  customer: AliveCustomer,
  { ratePerUnit, horizon }: { ratePerUnit: number; horizon: number },
): number {
  const end = Math.min(horizon, ratePerUnit > 0 ? negligibleExponent / ratePerUnit : Infinity);
  if (end === 0) return 0;
  const { shape, rate } = customer;
  if (customer.kind === 'pareto') {
    const { deathShape, deathRate } = customer;
    const survives = (u: number): number => Math.exp(-ratePerUnit * u - deathShape * Math.log1p(u / deathRate));
    const scale = 1 / ((1 + deathShape) / deathRate + ratePerUnit);
    return (shape / rate) * integrateFromZero(survives, { end, scale, width: 1 });
  }
  // E[(1 + p u/rate)^−(shape+1)] over p ~ beta(a, b) is what dropping out leaves of the rate.
  const remains = (u: number): number => Math.exp(-ratePerUnit * u) * betaMeanPower(customer, shape + 1, u / rate);
  const meanChance = customer.a / (customer.a + customer.b);
  const scale = 1 / ((1 + (shape + 1) * meanChance) / rate + ratePerUnit);
  return (shape / rate) * integrateFromZero(remains, { end, scale, width: 1 });
}

const integral = createParetoIntegral();

/** The closed form, or null where it would lose too many digits. */
function closedTransactions(customer: BetaGeometricCustomer, horizon: number): number | null {
  const { shape, rate, a, b } = customer;
  const c = a + b - 1;
  const share = horizon / (rate + horizon);
  const parameters = { a: c - shape, b: a - 1, c };
  if (!(c > 0 && share < closedShareMax && isBenignSeries({ a: parameters.a + 1, b: a, c: c + 1 }))) return null;
  const log = -Math.log1p(horizon / rate);
  const whole = -slopeOfExp(a - 1, log);
  const slope = hypergeometricSlope(parameters, share);
  const expected = c * (whole - Math.exp((a - 1) * log) * slope);
  return Number.isFinite(expected) && expected > cancellationMin * c * whole ? expected : null;
}

/** (e^(k·log) − 1)/k, which is `log` at k = 0. */
function slopeOfExp(k: number, log: number): number {
  return k === 0 ? log : Math.expm1(k * log) / k;
}

function betaGeometricCount(customer: BetaGeometricCustomer, count: number, horizon: number): number {
  const { shape, rate, a, b } = customer;
  const share = horizon / (rate + horizon);
  const logBuys = logNegativeBinomial(shape, count) + count * Math.log(share);
  const buys = Math.exp(logBuys - shape * Math.log1p(horizon / rate));
  const buysMore = regularizedBeta(share, count, shape);
  // Stays through count − 1 chances, then at the last one either stays or leaves.
  const staysBefore = logGammaIncrement(b, count - 1) - logGammaIncrement(a + b, count - 1);
  const chance = Math.exp(staysBefore) / (a + b + count - 1);
  return chance * ((b + count - 1) * buys + a * buysMore);
}

function paretoCount(customer: ParetoCustomer, count: number, horizon: number): number {
  const { shape, rate, deathShape, deathRate } = customer;
  const front = logNegativeBinomial(shape, count);
  const logBuys = (u: number): number => front + count * Math.log(u / (rate + u)) - shape * Math.log1p(u / rate);
  const lives = Math.exp(logBuys(horizon) - deathShape * Math.log1p(horizon / deathRate));
  const dies = integrateFromZero((u) => Math.exp(logBuys(u) - (deathShape + 1) * Math.log1p(u / deathRate)), {
    end: horizon,
    scale: Math.min(rate / (shape + 1), deathRate / (deathShape + 1)),
    width: 0.5,
  });
  return lives + (deathShape / deathRate) * dies;
}

/** ln[Γ(shape + count) / (Γ(shape) count!)]. */
function logNegativeBinomial(shape: number, count: number): number {
  return logGammaIncrement(shape, count) - logGamma(count + 1);
}
