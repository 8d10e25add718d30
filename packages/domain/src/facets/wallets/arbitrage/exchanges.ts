import { exchangeAtRate } from '../../../models/arbitrage/exchange.ts';
import type { Asset, AssetAmount, Exchange, ExchangeGraph } from '../../../models/arbitrage/exchange.ts';
import { isSpendable } from '../documents/wallet-document.ts';
import type { WalletDocument } from '../documents/wallet-document.ts';
import type { BroughtUnits, Purchase } from './purchases.ts';

/** What an exchange of the graph is, for a story that does it. */
export type Deed =
  | { readonly kind: 'buy' | 'return'; readonly purchase: Purchase }
  | { readonly kind: 'redeem'; readonly wallet: string; readonly units: number }
  | { readonly kind: 'transfer'; readonly wallet: string; readonly units: number };

/** What members can exchange under a program. */
export interface ProgramExchanges {
  readonly graph: ExchangeGraph;
  readonly deeds: ReadonlyMap<string, Deed>;
}

export const moneyAsset = 'money';
const walletAsset = (wallet: string) => `wallet ${wallet}`;
/** Units that were given away, by which a refund finds less than it is to take back. */
const goneAsset = (wallet: string) => `gone from ${wallet}`;
const goodsAsset = ({ id }: Purchase) => `goods of ${id}`;

/** Of an asset that is a wallet its id. */
export function walletOfAsset({ id, kind }: Asset): string | null {
  return kind === 'wallet' ? id.slice(walletAsset('').length) : null;
}

/**
 * Money buys goods and units; units are redeemed for what they are worth, or given to others; goods are given back for their money and for the
 * units that they brought. Of a wallet that forgives what is missing then, goods are also given back for units that are gone.
 */
export function exchangesOf(wallets: readonly WalletDocument[], purchases: readonly Purchase[]): ProgramExchanges {
  const deeds = new Map<string, Deed>();
  const exchanges: Exchange[] = [];
  const add = (exchange: Exchange, deed: Deed) => {
    exchanges.push(exchange);
    deeds.set(exchange.id, deed);
  };
  for (const wallet of wallets) {
    const redeem = redeemOf(wallet);
    if (redeem !== null) add(redeem, { kind: 'redeem', wallet: wallet.id, units: wallet.value?.units ?? 0 });
    const transfer = transferOf(wallet);
    if (transfer !== null) add(transfer, { kind: 'transfer', wallet: wallet.id, units: 1 });
  }
  const forgiving = new Map(wallets.filter(forgives).map((wallet) => [wallet.id, wallet]));
  for (const purchase of purchases) {
    add(buyOf(purchase), { kind: 'buy', purchase });
    add(returnOf(purchase), { kind: 'return', purchase });
    const gone = returnOfGone(purchase, forgiving);
    if (gone !== null) add(gone, { kind: 'return', purchase });
  }
  return { graph: { assets: assetsOf(wallets, purchases), exchanges }, deeds };
}

function assetsOf(wallets: readonly WalletDocument[], purchases: readonly Purchase[]): readonly Asset[] {
  return [
    { id: moneyAsset, kind: 'money' },
    ...wallets.map(({ id }): Asset => ({ id: walletAsset(id), kind: 'wallet' })),
    ...wallets.map(({ id }): Asset => ({ id: goneAsset(id), kind: 'goods' })),
    ...purchases.map((purchase): Asset => ({ id: goodsAsset(purchase), kind: 'goods' })),
  ];
}

function redeemOf({ id, kind, value }: WalletDocument): Exchange | null {
  if (value === null || value.minor === 0 || !isSpendable(kind)) return null;
  const units = BigInt(value.units);
  return {
    id: `redeem ${id}`,
    takes: [{ asset: walletAsset(id), units }],
    gives: [
      { asset: moneyAsset, units: BigInt(value.minor) },
      { asset: goneAsset(id), units },
    ],
  };
}

function transferOf({ id, transfer }: WalletDocument): Exchange | null {
  if (transfer === null) return null;
  const one = { asset: walletAsset(id), units: 1n };
  const [minimumUnits, capUnits] = [BigInt(transfer.unitsMin), BigInt(transfer.unitsADayMax)];
  const rate = exchangeAtRate({ id: `transfer ${id}`, from: one, to: one, minimumUnits, capUnits });
  return { ...rate, gives: [one, { asset: goneAsset(id), units: 1n }] };
}

/** Whether a refund forgives what is missing; a debt with a limit does beyond it. */
function forgives({ shortfall }: WalletDocument): boolean {
  return shortfall.kind === 'clamp' || (shortfall.kind === 'debt' && shortfall.unitsMax !== null);
}

function buyOf(purchase: Purchase): Exchange {
  const { id, minor, units, timesMax } = purchase;
  return {
    id: `buy ${id}`,
    takes: [{ asset: moneyAsset, units: BigInt(minor) }],
    gives: [
      { asset: goodsAsset(purchase), units: 1n },
      ...amountsOf(units, ({ plain, pending, kept }) => plain + pending + kept),
    ],
    ...(timesMax === null ? {} : { usesMax: BigInt(timesMax) }),
  };
}

function returnOf(purchase: Purchase): Exchange {
  const { id, minor, units } = purchase;
  return {
    id: `return ${id}`,
    takes: [{ asset: goodsAsset(purchase), units: 1n }, ...amountsOf(units, ({ plain, pending }) => plain + pending)],
    gives: [{ asset: moneyAsset, units: BigInt(minor) }],
  };
}

/** Null where every wallet takes back or owes what it gave. */
function returnOfGone(purchase: Purchase, forgiving: ReadonlyMap<string, WalletDocument>): Exchange | null {
  const { id, minor, units } = purchase;
  const gone = new Map([...units].filter(([wallet, { plain }]) => plain > 0 && forgiving.has(wallet)));
  if (gone.size === 0) return null;
  const there = ([wallet, { plain, pending }]: readonly [string, BroughtUnits]) =>
    [wallet, { plain: gone.has(wallet) ? 0 : plain, pending, kept: 0 }] as const;
  const taken = new Map([...units].map(there));
  return {
    id: `return ${id} when its units are gone`,
    takes: [
      { asset: goodsAsset(purchase), units: 1n },
      ...amountsOf(taken, ({ plain, pending }) => plain + pending),
      ...[...gone].map(([wallet, { plain }]) => ({ asset: goneAsset(wallet), units: BigInt(plain) })),
    ],
    gives: [{ asset: moneyAsset, units: BigInt(minor) }],
    usesMin: leastUses(gone, forgiving),
  };
}

/** So often that a limited debt is passed. */
function leastUses(gone: ReadonlyMap<string, BroughtUnits>, forgiving: ReadonlyMap<string, WalletDocument>): bigint {
  const uses = [...gone].map(([wallet, { plain }]) => {
    const shortfall = forgiving.get(wallet)?.shortfall;
    return shortfall?.kind === 'debt' ? Math.ceil((2 * (shortfall.unitsMax ?? 0)) / plain) + 1 : 1;
  });
  return BigInt(Math.max(...uses));
}

function amountsOf(
  units: ReadonlyMap<string, BroughtUnits>,
  of: (brought: BroughtUnits) => number,
): readonly AssetAmount[] {
  return [...units].flatMap(([wallet, brought]) => {
    const own = of(brought);
    return own > 0 ? [{ asset: walletAsset(wallet), units: BigInt(own) }] : [];
  });
}
