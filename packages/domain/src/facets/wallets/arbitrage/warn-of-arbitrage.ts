import { findArbitrage } from '../../../models/arbitrage/find-arbitrage.ts';
import type { ArbitrageFinding } from '../../../models/arbitrage/find-arbitrage.ts';
import type { ParseUse } from '../../../kernel/facet.ts';
import { walletsFolder } from '../documents/wallet-document.ts';
import type { WalletDocument } from '../documents/wallet-document.ts';
import type { EarningRule } from '../earning/documents/earning-rule.ts';
import { exchangesOf, walletOfAsset } from './exchanges.ts';
import type { ProgramExchanges } from './exchanges.ts';
import { purchasesOf } from './purchases.ts';
import { storyOf } from './tell-story.ts';

/** About half a second of one core: documents are checked while they are written. Sixteen wallets and sixty rules may take more. */
const workMax = 10_000_000;
const unknown =
  'Whether members can gain units of this wallet without end was not found out in the time that there is for it: it has to do with too many rules.';

/**
 * Warns of programs by which somebody can get richer and richer: buying what is worth more in units than it costs, keeping units of orders that
 * were given back. Looked at are orders (of 1.00 and more, every condition met, at the amounts where a rule begins to bring something), refunds,
 * redemption at the worth of units, transfers, caps and budgets; and not: time (expiry, calendars, how long units are pending), gifts (what a
 * fact or a day brings, fixed units for some), limits of a balance, tiers beyond their multipliers, and what units are worth elsewhere.
 */
export function warnOfArbitrage(
  { wallets, rules }: { readonly wallets: readonly WalletDocument[]; readonly rules: readonly EarningRule[] },
  { problemsOf, documents }: Pick<ParseUse, 'problemsOf' | 'documents'>,
): void {
  if (wallets.length === 0 || rules.length === 0) return;
  const exchanges = exchangesOf(wallets, purchasesOf(rules));
  const { findings, undecided } = findArbitrage(exchanges.graph, { workMax });
  for (const asset of undecided) {
    const wallet = walletOfAsset(asset);
    if (wallet !== null) problemsOf(`${walletsFolder}${wallet}.json`).add('wallet.arbitrage_unknown', '', unknown);
  }
  for (const finding of findings) {
    const wallet = concerned(finding, exchanges);
    if (wallet === null) continue;
    const name = messageOf(finding);
    const story =
      finding.example === null ? null : storyOf(finding.example, { name, documents, deeds: exchanges.deeds });
    problemsOf(`${walletsFolder}${wallet}.json`).add('wallet.arbitrage', '', { message: name, story });
  }
}

/** The wallet that grows, or through which money does; null of what is no gain of anybody's. */
function concerned({ asset, example }: ArbitrageFinding, { deeds, graph }: ProgramExchanges): string | null {
  if (asset.kind === 'goods') return null;
  const own = walletOfAsset(asset);
  if (own !== null) return own;
  const redeemed = (example?.steps ?? []).flatMap(({ exchange }) => {
    const deed = deeds.get(exchange);
    return deed?.kind === 'redeem' ? [deed.wallet] : [];
  });
  const first = graph.assets.find(({ kind }) => kind === 'wallet');
  return redeemed[0] ?? (first === undefined ? null : walletOfAsset(first));
}

function messageOf(finding: ArbitrageFinding): string {
  const what = finding.asset.kind === 'money' ? 'money' : 'units';
  return finding.kind === 'unbounded'
    ? `Members can gain ${what} without end by what the program lets them exchange.`
    : `Members can gain up to ${finding.unitsPerPeriodMax} of ${what} in a period by what the program lets them exchange.`;
}
