export { customerValues } from './customer-value.ts';
export type { CustomerValues, ValueOptions } from './customer-value.ts';
export { fitValueModel, spendHistoriesOf } from './fit-value-model.ts';
export type { ForecastLevels, ValueModel, ValueModelChoice, ValueModelOptions } from './value-model.ts';
export { clockEvidence } from './evidence.ts';
export type { ClockEvidence } from './evidence.ts';
