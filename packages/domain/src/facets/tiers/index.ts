export { benefitsOf, claimPeriodOf } from './commands/claim-benefit.ts';
export {
  benefitKinds,
  benefitPeriods,
  endKinds,
  measureKinds,
  periodKinds,
  periodUnits,
  tierSetsMax,
  tiersFolder,
  upgradeKinds,
  type BenefitKind,
  type BenefitLimit,
  type BenefitPeriod,
  type MeasureKind,
  type TierBenefit,
  type TierLevel,
  type TierMeasure,
  type TierPeriod,
  type TierSetDocument,
} from './documents/tier-set.ts';
export {
  benefitKindWords,
  benefitPeriodWords,
  measureKindWords,
  onVersionWords,
  periodEndWords,
  periodUnitWords,
  tierPeriodWords,
  tierSetWords,
  upgradeWords,
} from './documents/words.ts';
export { tiersFacet } from './facet.ts';
export { tierFieldsOf } from './fields.ts';
export { forecastsOf, periodEndOf, type TierForecast } from './forecast.ts';
export {
  progressOf,
  progressThen,
  type Leaving,
  type LevelProgress,
  type MeasureProgress,
  type TierProgress,
} from './progress.ts';
export { operationsOf as tierOperationsOf, type TierOperation } from './rules/operations.ts';
export { tiersRulesOf, type CompiledTierSet, type TiersRules, type TiersView } from './rules/rules.ts';
export { missingToJudge } from './standing/judge.ts';
export {
  exportedStandings,
  tierChangeRows,
  tierClaimRows,
  tierDayRows,
  tierOrderRows,
  tierStandingRows,
  type TierChangeKind,
  type TierChangeRow,
  type TierClaimRow,
  type TierDayRow,
  type TierOrderRow,
  type TierReason,
  type TierStandingRow,
} from './rules/rows.ts';
