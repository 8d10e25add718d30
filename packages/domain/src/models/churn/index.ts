export type { ChurnViews } from './design.ts';
export { churnReasons } from './reasons.ts';
export type { BrandGaps, ChurnReason } from './reasons.ts';
export { reliabilityOf } from './reliability.ts';
export type { Reliability, ReliabilityBin } from './reliability.ts';
export { fitRhythm, memberRhythm, rhythmNoPurchase } from './rhythm.ts';
export type { GapSums, MemberRhythm, RhythmModel } from './rhythm.ts';
export { warnOfChurn } from './warning.ts';
export type { ChurnOptions, ChurnWarning, PurchaseForecast } from './warning.ts';
