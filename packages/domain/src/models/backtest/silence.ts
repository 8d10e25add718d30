import { operationalTimeOf } from '../calendar/operational-time.ts';
import { reliabilityOf } from '../churn/reliability.ts';
import type { Reliability } from '../churn/reliability.ts';
import { warnOfChurn } from '../churn/warning.ts';
import type { ChurnWarning } from '../churn/warning.ts';
import type { ChurnViews } from '../churn/design.ts';
import type { ValueModelChoice } from '../clv/value-model.ts';
import { pairedDifference } from '../statistics/deviance.ts';
import { meanOf } from '../statistics/order.ts';
import { isSampled } from '../statistics/sample.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { boughtBetween } from '../transactions/bought-between.ts';
import { occasionsOfCustomers } from '../transactions/occasions.ts';
import { forecastByModel } from './forecasters.ts';
import type { ForecastQuestion, ModelForecast } from './forecasters.ts';

/** How the chance of no purchase fared on the hold-out. */
export interface SilenceTest {
  /** What it is made of: chosen on the stretch before, given up here where it ordered people worse than the forecast alone. */
  readonly uses: ChurnViews;
  readonly reliability: Reliability;
  /** How well the expected purchases alone order people; the chance must not do worse. */
  readonly areaUnderCurveOfForecast: number;
  /** In every tenth within five points of what happened, or within its 95 % interval. */
  readonly isCalibrated: boolean;
  /** Tenths that are not. */
  readonly tenthsOff: number;
}

/** A day to look ahead from, with the model's forecasts as of it and as of the beginning of the stretch before it. */
export interface SilenceQuestion {
  readonly occasions: Occasions;
  readonly asOf: number;
  readonly horizonDays: number;
  /** Of the stretch before. */
  readonly trainingDays: number;
  readonly now: ScoredModel;
  readonly before: ModelForecast;
}

type ScoredModel = Pick<ModelForecast, 'model' | 'values'>;

/** `null` where hardly anything was known one stretch before; a stretch is as long as the horizon and at most a third of the history. */
export function silenceQuestion(
  now: ScoredModel,
  choice: ValueModelChoice,
  question: ForecastQuestion,
): SilenceQuestion | null {
  const { known: occasions, asOf, horizonDays } = question;
  const firstOn = occasions.day.reduce((least, day) => Math.min(least, day), asOf);
  const trainingDays = Math.min(horizonDays, Math.floor((asOf - firstOn + 1) / 3));
  if (trainingDays < 1) return null;
  const sample = occasionsOfCustomers(occasions, (who) => isSampled(who, TRAINED_MAX, occasions.customerCount));
  const start = asOf - trainingDays;
  if (!sample.day.some((day) => day <= start)) return null;
  const before = forecastByModel(choice, { ...question, known: sample, asOf: start, horizonDays: trainingDays });
  return { occasions, asOf, horizonDays, trainingDays, now, before };
}

/** More customers do not move the three to eight coefficients of the chance of no purchase. */
const TRAINED_MAX = 20_000;

export function silenceAt(question: SilenceQuestion, uses: ChurnViews): ChurnWarning {
  const { occasions, asOf, horizonDays, trainingDays, now, before } = question;
  const { calendar } = now.model;
  return warnOfChurn(occasions, {
    asOf,
    horizonDays,
    trainingDays,
    uses,
    forecasts: { now: now.values, before: before.values },
    ...(calendar !== null && { time: operationalTimeOf(calendar, asOf + horizonDays) }),
  });
}

/** Whether a customer bought nothing, 1 or 0, for each row of a warning. */
export function silentRows(happened: Occasions, { customer, asOf, horizonDays }: ChurnWarning): Uint8Array {
  const { purchases } = boughtBetween(happened, customer, { after: asOf, to: asOf + horizonDays });
  return Uint8Array.from(purchases, (count) => (count > 0 ? 0 : 1));
}

/** From the simplest on. */
const VIEWS = ['forecast', 'chance', 'all'] as const satisfies readonly ChurnViews[];

/**
 * The simplest views whose log loss on the stretch before is within one standard error (paired, by customer) of the best of those that order people no worse than the forecast alone.
 */
export function chooseViews(question: SilenceQuestion): ChurnViews {
  const warnings = VIEWS.map((uses) => ({ uses, warning: silenceAt(question, uses) }));
  const silent = silentRows(question.occasions, warnings[0]?.warning ?? silenceAt(question, 'forecast'));
  const scored = warnings.map(({ uses, warning }) => ({
    uses,
    losses: logLosses(warning, silent),
    curve: reliabilityOf(warning.noPurchase, silent).areaUnderCurve,
  }));
  const simplest = scored[0]?.curve ?? 0;
  const fit = scored.filter(({ uses, curve }) => uses === 'forecast' || curve >= simplest);
  const best = fit.reduce((least, one) => (meanOf(one.losses) < meanOf(least.losses) ? one : least));
  const chosen = fit.find(({ losses }) => {
    const { mean, error } = pairedDifference(losses, best.losses);
    return mean <= error;
  });
  return (chosen ?? best).uses;
}

/** Tests on the hold-out what the stretch before has chosen; what orders people worse than the forecast alone gives way to the next simpler views. */
export function testSilence(question: SilenceQuestion, chosen: ChurnViews, happened: Occasions): SilenceTest {
  const warning = silenceAt(question, chosen);
  const silent = silentRows(happened, warning);
  const reliability = reliabilityOf(warning.noPurchase, silent);
  const areaUnderCurveOfForecast = reliabilityOf(
    question.now.values.expectedPurchases.map((expected) => -expected),
    silent,
  ).areaUnderCurve;
  const simpler = VIEWS[VIEWS.findIndex((uses) => uses === chosen) - 1];
  if (simpler !== undefined && reliability.areaUnderCurve < areaUnderCurveOfForecast)
    return testSilence(question, simpler, happened);
  const tenthsOff = reliability.bins.filter(
    ({ predicted, observed, interval }) =>
      Math.abs(predicted - observed) > POINTS && (predicted < interval.low || predicted > interval.high),
  ).length;
  return { uses: chosen, reliability, areaUnderCurveOfForecast, isCalibrated: tenthsOff === 0, tenthsOff };
}

const POINTS = 0.05;

function logLosses({ noPurchase }: ChurnWarning, silent: Uint8Array): Float64Array {
  return noPurchase.map((chance, row) => -Math.log(silent[row] === 1 ? chance : 1 - chance));
}
