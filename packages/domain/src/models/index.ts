/** The models of customer value: fit them to histories, then ask them about a customer. */

export {
  discountedExpectedRenewals,
  fitSbg,
  retainedShare,
  retentionRate,
  sbgLogLikelihood,
} from './contractual/sbg.ts';
export type { RetainedMembers, SbgModel, SbgParameter } from './contractual/sbg.ts';
export {
  bgBbLogLikelihood,
  discreteDiscountedExpectedTransactions,
  discreteExpectedTransactions,
  discreteExpectedTransactionsNewCustomer,
  discreteProbabilityAlive,
  discreteProbabilityOfCount,
  fitBgBb,
} from './discrete/bg-bb.ts';
export type { BgBbModel, BgBbParameter, DiscreteHistories, DiscreteHistory } from './discrete/discrete-history.ts';
export type { ConvergenceReport, FitOptions, MaximumLikelihood, StopReason } from './optimization/fit-report.ts';
export { bgNbdLogLikelihood, fitBgNbd, fitMbgNbd, mbgNbdLogLikelihood } from './purchase/fit-beta-geometric.ts';
export { fitParetoNbd, paretoNbdLogLikelihood } from './purchase/fit-pareto.ts';
export {
  discountedExpectedTransactions,
  expectedTransactions,
  expectedTransactionsNewCustomer,
  probabilityAlive,
  probabilityNoPurchase,
  probabilityOfCount,
  probabilityOfCountNewCustomer,
} from './purchase/predict.ts';
export type { CountQuestion, DiscountOptions } from './purchase/predict.ts';
export {
  scoreCustomers,
  scoreDiscountedExpectedTransactions,
  scoreExpectedTransactions,
  scoreProbabilityAlive,
  scoreProbabilityNoPurchase,
} from './purchase/score.ts';
export { summarizePurchases } from './histories/summarize.ts';
export type { PurchaseScores, ScoreOptions } from './purchase/score.ts';
export { convertHistories, days, daysPerUnit, historyAt, span, toHistories, weeks } from './histories/history.ts';
export type { PurchaseHistories, PurchaseHistory, Span, TimeUnit } from './histories/history.ts';
export type {
  BetaGeometricParameter,
  BgNbdModel,
  MbgNbdModel,
  ParetoNbdModel,
  ParetoParameter,
  PurchaseModel,
} from './purchase/purchase-model.ts';
export type { PurchaseRows, PurchaseSummaries, SummaryOptions } from './histories/purchase-rows.ts';
export {
  expectedSpend,
  expectedSpendNewCustomer,
  fitGammaGamma,
  gammaGammaLogLikelihood,
  scoreExpectedSpend,
} from './spend/gamma-gamma.ts';
export {
  simulateDiscrete,
  simulateHistories,
  simulateRetention,
  simulateRows,
  simulateSpend,
} from './simulation/simulate.ts';
export type { PopulationOptions, PurchaseProcess, RowOptions } from './simulation/simulate.ts';
export type { SpendEvidence, SpendHistories, SpendHistory } from './spend/spend-history.ts';
export { fitSpend, scoreSpend } from './spend/spend.ts';
export type {
  CredibilityModel,
  GammaGammaModel,
  GammaGammaParameter,
  OneMeanModel,
  SpendKind,
  SpendModel,
} from './spend/spend-model.ts';
export * from './transactions/index.ts';
export * from './rfm/index.ts';
export * from './windows/index.ts';
export * from './cohorts/index.ts';
export * from './concentration/index.ts';
export * from './repeat/index.ts';
export * from './returns/index.ts';
export * from './seasonality/index.ts';
export * from './revenue/index.ts';
export * from './calendar/index.ts';
export * from './churn/index.ts';
export * from './clv/index.ts';
export * from './choice/index.ts';
export * from './arbitrage/index.ts';
export * from './backtest/index.ts';
export * from './priorities/index.ts';
export * from './liability/index.ts';
export { checkClaims } from './claims/claim.ts';
export type { Claim, PropertyClaim, PropertyOutcome, PublishedClaim, TruthData, Verdict } from './claims/claim.ts';
export { claims } from './truth/claims.ts';
export { renderTruthPage, renderVerdict } from './truth/truth-page.ts';
