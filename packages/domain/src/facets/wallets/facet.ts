import type { Facet } from '../../kernel/facet.ts';
import { declaredWallets, parseWallets, walletsKind } from './documents/documents.ts';
import { walletCommands, walletPairCommands } from './commands/commands.ts';
import { compileWallet } from './rules/compile-wallet.ts';
import type { ParsedWallet } from './documents/parse-wallet.ts';
import { walletEvents } from './events.ts';
import { walletFields } from './fields.ts';
import { walletsHandlers } from './handlers.ts';
import { accountRows, entryRows, exportedAccounts, exportedLots, holdRows, lotRows } from './ledger/rows.ts';
import { walletsLens } from './lens.ts';
import { walletsIndex } from './rules/rules.ts';
import type { WalletsRules } from './rules/rules.ts';
import { dueOf, walletsCodec } from './rules/state.ts';
import type { WalletsState } from './rules/state.ts';

export interface ParsedWallets {
  readonly wallets: readonly ParsedWallet[];
}

/** What members collect and spend, how they come by it, and what becomes of it. */
export const walletsFacet: Facet<WalletsState, ParsedWallets, WalletsRules> = {
  name: 'wallets',
  index: walletsIndex,
  revision: 1,
  stepRank: 300,
  dueRank: 120,
  keeps: 'apart',
  codec: walletsCodec,
  rowKinds: [accountRows, lotRows, entryRows, holdRows],
  documents: [walletsKind],
  exports: [exportedAccounts, exportedLots],
  reads: [],
  fields: ({ documents }) => walletFields(declaredWallets(documents)),
  subject: (view) => view.rows(accountRows),
  parse(use) {
    const wallets = parseWallets(use);
    return wallets === null ? null : { wallets };
  },
  compile({ wallets }, { world }) {
    return { wallets: new Map(wallets.map((wallet) => [wallet.document.id, compileWallet(wallet, world)])), world };
  },
  // Units stay what they were when they came in, whatever a later version says.
  foldKey: () => '',
  handlers: walletsHandlers,
  events: walletEvents,
  commands: walletCommands,
  pairCommands: walletPairCommands,
  dueAt: dueOf,
  lens: walletsLens,
};
