export { awardRows, netOf, type AwardRow } from './earning/awards/award-rows.ts';
export type { LeftOut } from './earning/awards/candidates.ts';
export type { RuleOutcome } from './earning/awards/event-awards.ts';
export type { Clip } from './earning/awards/limits.ts';
export type { WantedWhy } from './earning/awards/wanted-units.ts';
export { capRows, type CapRow } from './earning/caps/cap-rows.ts';
export { earningFolder, earningRulesMax, type EarningRule } from './earning/documents/earning-rule.ts';
export { earningOrderRows } from './earning/orders/rows.ts';
export {
  createEarnPreview,
  type EarnBasket,
  type EarnForecast,
  type EarnPreview,
  type RuleForecast,
} from './earning/preview.ts';
export { walletFigures } from './fields.ts';
export { walletsFacet } from './facet.ts';
export { availableOf, emptyAccount } from './ledger/accounts.ts';
export { digestOf, type ChainedEntry } from './ledger/chain.ts';
export { datedSums, expiriesOf, type DatedUnits } from './ledger/expiries.ts';
export { expiryOf } from './ledger/expiry.ts';
export {
  accountRows,
  entryKinds,
  entryRows,
  exportedAccounts,
  exportedLots,
  holdRows,
  lotRows,
  sharesOf,
  type AccountName,
  type AccountRow,
  type EntryKind,
  type EntryRow,
  type HoldRow,
  type LotRow,
  type LotShare,
  type LotWait,
} from './ledger/rows.ts';
export { inSpendOrder, scopeOf, spendableOf } from './ledger/spend-order.ts';
export {
  isSpendable,
  walletKinds,
  walletsFolder,
  walletsMax,
  type ExpiryPolicy,
  type LotScope,
  type WalletDocument,
  type WalletKind,
} from './documents/wallet-document.ts';
export { walletsRulesOf, type WalletsRules } from './rules/rules.ts';
export { spendKeyWords, walletKindWords, walletWords } from './documents/words.ts';
export { factCatalogue, lineFields, orderFields } from './earning/documents/event-fields.ts';
export { ruleWords as earningRuleWords } from './earning/documents/rule-words.ts';
