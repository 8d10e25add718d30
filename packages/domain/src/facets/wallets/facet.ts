import { warnOfArbitrage } from './arbitrage/warn-of-arbitrage.ts';
import type { Facet } from '../../kernel/facet.ts';
import type { FieldCatalogue } from '../../kernel/fields/world.ts';
import { exportedOrderLines, exportedOrders, exportedRefunds } from '../lifecycle/facet.ts';
import { numberSpacesPath } from '../lifecycle/documents/documents.ts';
import { declaredWallets, parseWallets, walletsKind } from './documents/documents.ts';
import { walletCommands, walletPairCommands } from './commands/commands.ts';
import { compileWallet } from './rules/compile-wallet.ts';
import type { ParsedWallet } from './documents/parse-wallet.ts';
import { awardRows } from './earning/awards/award-rows.ts';
import { capRows } from './earning/caps/cap-rows.ts';
import { daysKey } from './earning/calendar/grant-days.ts';
import type { ParsedRule } from './earning/documents/parse-rule.ts';
import { earningKind, parseRules } from './earning/documents/parse-rules.ts';
import { earningOrderRows } from './earning/orders/rows.ts';
import { compileRules } from './earning/rules/compile-rules.ts';
import { walletEvents } from './rules/events.ts';
import { walletFields } from './fields.ts';
import { slidingOf } from './on-version.ts';
import { walletsHandlers } from './handlers.ts';
import {
  accountRows,
  entryRows,
  exportedAccounts,
  exportedLots,
  holdRows,
  lotRows,
  openingRows,
} from './ledger/rows.ts';
import { walletsLens } from './lens.ts';
import { walletOutcomes } from './outcomes.ts';
import { walletsIndex } from './rules/rules.ts';
import type { WalletsRules } from './rules/rules.ts';
import type { Calendars } from './schedule/documents.ts';
import { holidayCalendarsKind, parseCalendars } from './schedule/parse-calendar.ts';
import { dueOf, walletsCodec } from './rules/state.ts';
import type { WalletsState } from './rules/state.ts';

export interface ParsedWallets {
  readonly wallets: readonly ParsedWallet[];
  readonly calendars: Calendars;
  readonly rules: readonly ParsedRule[];
  readonly catalogue: FieldCatalogue;
  /** What of other documents says under which names orders are known. */
  readonly orderNames: string;
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
  rowKinds: [accountRows, lotRows, entryRows, holdRows, earningOrderRows, awardRows, capRows, openingRows],
  documents: [walletsKind, holidayCalendarsKind, earningKind],
  exports: [exportedAccounts, exportedLots],
  reads: [exportedOrders, exportedOrderLines, exportedRefunds],
  fields: ({ documents }) => walletFields(declaredWallets(documents)),
  subject: (view) => view.rows(accountRows),
  parse(use) {
    const wallets = parseWallets(use);
    const calendars = parseCalendars(use);
    const beside = { wallets: (wallets ?? []).map(({ document }) => document), calendars };
    const rules = parseRules(use, beside);
    const { catalogue } = use;
    const orderNames = JSON.stringify(use.documents[numberSpacesPath] ?? null);
    return wallets === null || rules === null ? null : { wallets, calendars, rules, catalogue, orderNames };
  },
  warn: ({ wallets, rules }, use) =>
    warnOfArbitrage({ wallets: wallets.map(({ document }) => document), rules: rules.map(({ rule }) => rule) }, use),
  compile({ wallets, calendars, rules, catalogue, orderNames }, { world }) {
    return {
      wallets: new Map(wallets.map((wallet) => [wallet.document.id, compileWallet(wallet, world)])),
      earning: compileRules(rules, { world, calendars, wallets, catalogue }),
      world,
      orderNames,
    };
  },
  // Units stay what they were when they came in, whatever a later version says. What comes round on days is waited for anew, orders may have
  // other names, and what expires together may do so no longer.
  foldKey: (rules) => JSON.stringify([daysKey(rules.earning), rules.orderNames, slidingOf(rules)]),
  budgets: ({ earning }) => [...earning.sharedOf.values()],
  outcomes: walletOutcomes,
  handlers: walletsHandlers,
  events: walletEvents,
  commands: walletCommands,
  pairCommands: walletPairCommands,
  dueAt: dueOf,
  lens: walletsLens,
};
