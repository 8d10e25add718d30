/** What tests of other packages may use: two facets beside the product's own, a program with their documents, and what must hold of wallets. */
export { stampsFacet } from './facets/stamps/facet.ts';
export { stampCardRows } from './facets/stamps/rows.ts';
export { streakFacet } from './facets/streak/facet.ts';
export { pastStreakRows } from './facets/streak/rows.ts';
export { createToyProgram, toyFacets } from './facets/toy-facets.ts';
export { walletFaults, type WalletRows } from './wallets/check-wallets.ts';
export { walletDocuments } from './wallets/wallet-documents.ts';
/** One member with wallets, in memory. */
export { accountOf, createPurse, entriesOf, holdsOf, lotsOf, purseIn, type Purse } from './wallets/purse.ts';
export type { StoredMember } from './stored-member.ts';
