export { seasonalityOf } from './seasonality.ts';
export type { Seasonality, SeasonPoint } from './seasonality.ts';
