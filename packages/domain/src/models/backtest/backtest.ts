import type { ShoppingYear } from '../calendar/holidays.ts';
import { chooseModel } from '../choice/choose-model.ts';
import type { ModelChoice } from '../choice/choose-model.ts';
import type { ChurnWarning } from '../churn/warning.ts';
import { seenLevel } from '../clv/value-interval.ts';
import type { ValueDistributions } from '../clv/value-interval.ts';
import type { ValueModelChoice } from '../clv/value-model.ts';
import { boughtBetween } from '../transactions/bought-between.ts';
import { occasionsOf } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import { choiceOf, forecastBy, forecastByModel, FORECASTERS, isEligible } from './forecasters.ts';
import type { CustomerForecast, ForecasterName, ForecastQuestion, ModelForecast, ModelName } from './forecasters.ts';
import { betterRivals, fallbacksOf, isAsGood } from './guard.ts';
import type { BetterRival, Measured } from './guard.ts';
import { holdOut } from './hold-out.ts';
import type { BacktestResult, HeldOut, HoldOut } from './hold-out.ts';
import { distributionsOf, INTERVAL_SHARE, testIntervals } from './interval-test.ts';
import type { IntervalTest } from './interval-test.ts';
import { measureForecast } from './measures.ts';
import { chooseViews, silenceAt, silenceQuestion, testSilence } from './silence.ts';
import type { SilenceTest } from './silence.ts';

export interface BacktestOptions {
  /** Forecasts are made with what was known at the end of this day. */
  readonly calibrationEnd: number;
  /** Days held out after it; cut where the data end. */
  readonly horizonDays: number;
  readonly shoppingYear: ShoppingYear;
  /** In order of preference; all where absent. Plain BG/NBD as published is always among them. */
  readonly forecasters?: readonly ForecasterName[];
}

export interface Backtest extends HoldOut {
  /** The row of `results` that stands for the choice. */
  readonly chosen: ModelName;
  readonly choice: ValueModelChoice;
  /**
   * `inner-folds`: chosen within what was known at `calibrationEnd`, so that the figures told for it here were not used to choose it. `evidence`: the history is too short for folds, and the preferred model was taken on the
   * clock that explains the purchases better. `this-hold-out`: what had been chosen did worse here than plain BG/NBD, so a simpler one took its place, whose figures are a little flattering.
   */
  readonly chosenBy: 'inner-folds' | 'evidence' | 'this-hold-out';
  /** What the inner folds said. */
  readonly choosing: ModelChoice;
  /** Rivals without a model that did better here in some error. */
  readonly betterRivals: readonly BetterRival[];
  /** `null` where hardly anybody or nearly everybody bought, or the hold-out was cut short. */
  readonly silence: SilenceTest | null;
  readonly interval: IntervalTest | null;
}

/** Fewer purchases in the hold-out cannot judge a choice. */
const PURCHASES_MIN = 50;
const REFERENCE = 'bg-nbd/published';

/**
 * Chooses a model within what was known at `calibrationEnd`, lets every forecaster forecast the stretch after it, and measures. The stretch chooses nothing, with one exception that is told: a choice that proves worse
 * than plain BG/NBD gives way to a simpler one.
 * @throws RangeError when nobody had bought by `calibrationEnd`, or nothing lies after it.
 */
export function backtest(transactions: Transactions, options: BacktestOptions): Backtest {
  const { calibrationEnd, horizonDays, shoppingYear } = options;
  if (!Number.isInteger(horizonDays) || horizonDays < 1)
    throw new RangeError(`a hold-out is a positive number of days: got ${horizonDays}`);
  if (calibrationEnd >= transactions.lastOn)
    throw new RangeError('nothing is left to hold out after the calibration period');
  const holdoutEnd = Math.min(calibrationEnd + horizonDays, transactions.lastOn);
  const held = holdOut(transactions, { after: calibrationEnd, to: holdoutEnd });
  const question = { known: held.known, asOf: calibrationEnd, horizonDays: holdoutEnd - calibrationEnd, shoppingYear };
  const names = options.forecasters ?? FORECASTERS;
  const choosing = chooseModel(transactions, {
    ...candidatesOf(names),
    asOf: calibrationEnd,
    horizonDays,
    shoppingYear,
  });
  const table = tableOf(names, choosing, { held, question });
  const decided = decide(choosing, table, { held, question });
  const { choice, made } = decided;
  const chosen: ModelName = `${choice.purchase}/${choice.clock}`;
  const results = table.map((result) =>
    result.name === chosen ? { ...result, ...measured(made.forecast, held) } : result,
  );
  if (!results.some(({ name }) => name === chosen))
    results.unshift({ name: chosen, evidence: made.forecast.evidence ?? null, ...measured(made.forecast, held) });
  return {
    calibrationEnd,
    holdoutEnd,
    people: held.customer.length,
    peopleKnown: held.peopleKnown,
    results,
    chosen,
    choice,
    chosenBy: decided.isFallback ? 'this-hold-out' : choosing.folds.length > 0 ? 'inner-folds' : 'evidence',
    choosing,
    betterRivals: isTelling(held) ? betterRivals(measured(made.forecast, held), results) : [],
    ...testChances(made, choice, { held, question }),
  };
}

interface Testing {
  readonly held: HeldOut;
  readonly question: ForecastQuestion;
}

function candidatesOf(names: readonly ForecasterName[]) {
  const eligible = names.filter(isEligible).map(choiceOf);
  const distinct = <T>(values: readonly T[], otherwise: T): readonly T[] =>
    values.length === 0 ? [otherwise] : [...new Set(values)];
  return {
    kinds: distinct(
      eligible.map(({ purchase }) => purchase),
      'bg-nbd',
    ),
    clocks: distinct(
      eligible.map(({ clock }) => clock),
      'plain',
    ),
  };
}

/** Kinds other than BG/NBD need not run on the clock that is not used. */
function tableOf(
  names: readonly ForecasterName[],
  { choice }: ModelChoice,
  { held, question }: Testing,
): readonly BacktestResult[] {
  const shown = names.filter((name) => !isEligible(name) || name.startsWith('bg-nbd') || name.endsWith(choice.clock));
  const all = shown.includes(REFERENCE) ? shown : [...shown, REFERENCE as ForecasterName];
  return all.map((name): BacktestResult => {
    const forecast = forecastBy(name, question);
    if (forecast === null) return { name, purchases: null, sales: null, evidence: null };
    return { name, ...measured(forecast, held), evidence: forecast.evidence ?? null };
  });
}

function measured(forecast: CustomerForecast, { actual }: HeldOut): Measured {
  return {
    purchases: measureForecast(forecast.purchases, actual.purchases),
    sales: measureForecast(forecast.sales, actual.sales),
  };
}

interface Decision {
  readonly choice: ValueModelChoice;
  readonly made: ModelForecast;
  readonly isFallback: boolean;
}

/** The choice of the inner folds, or the first of its fallbacks that is not worse than plain BG/NBD. */
function decide({ choice }: ModelChoice, table: readonly BacktestResult[], testing: Testing): Decision {
  const first = forecastByModel(choice, testing.question);
  const asUsed = { choice: first.model.choice, made: first, isFallback: false };
  const reference = table.find(({ name }) => name === REFERENCE);
  if (!isTelling(testing.held) || !reference?.purchases || !reference.sales) return asUsed;
  const rival = { purchases: reference.purchases, sales: reference.sales };
  if (isAsGood(measured(first.forecast, testing.held), rival)) return asUsed;
  for (const fallback of fallbacksOf(choice).slice(1)) {
    const made = forecastByModel(fallback, testing.question);
    const isUndetermined = made.model.spend?.kind === 'gamma-gamma' && isAtEdge(made);
    if (!isUndetermined && isAsGood(measured(made.forecast, testing.held), rival))
      return { choice: made.model.choice, made, isFallback: true };
  }
  return asUsed;
}

function isAtEdge({ model: { spend } }: ModelForecast): boolean {
  return spend?.kind === 'gamma-gamma' && spend.convergence.parametersAtBoundary.length > 0;
}

function isTelling({ actual }: HeldOut): boolean {
  return actual.purchases.reduce((sum, one) => sum + one, 0) >= PURCHASES_MIN;
}

/** Tests the chance of no purchase and the intervals; what they need to be settled by is taken from the stretch before. */
function testChances(
  made: ModelForecast,
  choice: ValueModelChoice,
  { held, question }: Testing,
): Pick<Backtest, 'silence' | 'interval'> {
  const here = silenceQuestion(made, choice, question);
  if (here === null) return { silence: null, interval: null };
  const { known: occasions, asOf, horizonDays } = question;
  const happened = occasionsOf(held.transactions, { to: asOf + horizonDays });
  const start = asOf - here.trainingDays;
  const there = silenceQuestion(here.before, choice, { ...question, asOf: start, horizonDays: here.trainingDays });
  const uses = there === null ? 'forecast' : chooseViews(there);
  const silence = testSilence(here, uses, happened);
  const distributions = salesDistributions(made, silenceAt(here, silence.uses));
  const levelSeen =
    there === null
      ? null
      : seenLevel(
          salesDistributions(there.now, silenceAt(there, silence.uses)),
          boughtBetween(occasions, there.now.values.customer, { after: start, to: asOf }).sales,
          INTERVAL_SHARE,
        );
  return {
    silence: Number.isNaN(silence.reliability.areaUnderCurve) ? null : silence,
    interval: testIntervals(distributions, held.actual.sales, levelSeen),
  };
}

function salesDistributions(
  { model, values }: Pick<ModelForecast, 'model' | 'values'>,
  warning: ChurnWarning,
): ValueDistributions {
  return distributionsOf({ model, values: { ...values, value: values.sales } }, warning);
}
