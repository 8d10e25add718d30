export { backtest } from './backtest.ts';
export type { Backtest, BacktestOptions, BacktestResult, HoldOut } from './backtest.ts';
export { choiceOf, FORECASTERS, forecastBy, isEligible, isRival } from './forecasters.ts';
export type { CustomerForecast, ForecasterName, ForecastQuestion, ModelName, RivalName } from './forecasters.ts';
export { measureForecast } from './measures.ts';
export type { CalibrationTenth, ForecastMeasures } from './measures.ts';
