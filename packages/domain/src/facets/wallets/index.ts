export { walletFigures } from './fields.ts';
export { walletsFacet } from './facet.ts';
export { availableOf, emptyAccount } from './ledger/accounts.ts';
export { digestOf, type ChainedEntry } from './ledger/chain.ts';
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
  type ExpiryPolicy,
  type LotScope,
  type WalletDocument,
  type WalletKind,
} from './documents/wallet-document.ts';
export { walletsRulesOf, type WalletsRules } from './rules/rules.ts';
