import { transactionsOf } from '../rfm/truth-claims.ts';
import type { Claim, PropertyOutcome, TruthData } from '../claims/claim.ts';
import { backtest } from './backtest.ts';

/** 1997-09-30 and the 39 weeks after it, which Fader, Hardie and Lee hold out. */
const CALIBRATION_END = 10_134;
const HOLD_OUT_DAYS = 273;

export const backtestClaims: readonly Claim[] = [
  {
    kind: 'property',
    topic: 'Back-test, CDNOW sample, 39 weeks held out',
    name: 'the model beats x/T and the last stretch repeated, by Poisson deviance of purchases per customer',
    check: (data) => checkBacktest(data),
  },
];

function checkBacktest(data: TruthData): PropertyOutcome | null {
  if (data.cdnowSample === null) return null;
  const { results } = backtest(transactionsOf(data.cdnowSample), {
    calibrationEnd: CALIBRATION_END,
    horizonDays: HOLD_OUT_DAYS,
    shoppingYear: 'united-states',
    forecasters: ['bg-nbd/plain', 'rate-so-far', 'last-stretch'],
  });
  const deviances = results.map(({ purchases }) => purchases?.deviance ?? Number.NaN);
  const [model = Number.NaN, ...rivals] = deviances;
  const biases = results.map(({ purchases }) => `${((purchases?.bias ?? Number.NaN) * 100).toFixed(0)} %`);
  return {
    isHeld: rivals.every((rival) => model < rival),
    evidence: `deviance ${deviances.map((value) => value.toFixed(2)).join(' against ')}; bias of purchases ${biases.join(' against ')}`,
  };
}
