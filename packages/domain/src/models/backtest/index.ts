export { backtest } from './backtest.ts';
export type { Backtest, BacktestOptions } from './backtest.ts';
export type { BacktestResult, HoldOut } from './hold-out.ts';
export { choiceOf, FORECASTERS, forecastBy, forecastByModel, isEligible, isRival } from './forecasters.ts';
export type {
  CustomerForecast,
  ForecasterName,
  ForecastQuestion,
  ModelForecast,
  ModelName,
  RivalName,
} from './forecasters.ts';
export type { BetterRival } from './guard.ts';
export { chosenIntervals, distributionsOf } from './interval-test.ts';
export type { IntervalTest } from './interval-test.ts';
export { measureForecast } from './measures.ts';
export type { CalibrationTenth, ForecastMeasures } from './measures.ts';
export { silenceAt, silenceQuestion } from './silence.ts';
export type { SilenceQuestion, SilenceTest } from './silence.ts';
