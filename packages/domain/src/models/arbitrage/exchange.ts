/**
 * What a program lets members exchange for what, as far as it bears on whether somebody can become rich by it:
 * points bought with an order, points paid with, transferred, refunded, redeemed.
 */

export type AssetKind = 'money' | 'wallet' | 'goods';

export interface Asset {
  readonly id: string;
  readonly kind: AssetKind;
}

/** Units of an asset, whole: minor units of money, units of a wallet, pieces of goods. */
export interface AssetAmount {
  readonly asset: string;
  readonly units: bigint;
}

/**
 * One use takes some amounts and gives others, together: a purchase takes money and gives goods and points. A use
 * can be repeated, and many uses done at once.
 */
export interface Exchange {
  readonly id: string;
  readonly takes: readonly AssetAmount[];
  readonly gives: readonly AssetAmount[];
  /** Uses at a time, at least: the smallest amount that is taken. */
  readonly usesMin?: bigint;
  /** Uses within a period, at most: a cap. Without it any number. */
  readonly usesMax?: bigint;
}

/** `from` units of one asset become `to` units of another. */
export interface ExchangeRate {
  readonly id: string;
  readonly from: AssetAmount;
  readonly to: AssetAmount;
  /** Units of `from` that are taken at a time, at least. */
  readonly minimumUnits?: bigint;
  /** Units of `from` that are taken within a period, at most. */
  readonly capUnits?: bigint;
}

/**
 * The exchange of a rate: 100 points for 2 yuan takes 100 and gives 200 fen. A minimum is rounded up to whole uses,
 * a cap down.
 */
export function exchangeAtRate({ id, from, to, minimumUnits, capUnits }: ExchangeRate): Exchange {
  return {
    id,
    takes: [from],
    gives: [to],
    ...(minimumUnits === undefined ? {} : { usesMin: (minimumUnits + from.units - 1n) / from.units }),
    ...(capUnits === undefined ? {} : { usesMax: capUnits / from.units }),
  };
}

export interface ExchangeGraph {
  /** In the order of what matters most: findings come in it. */
  readonly assets: readonly Asset[];
  readonly exchanges: readonly Exchange[];
}

export const assetsMax = 100;
export const exchangesMax = 500;

/** @throws RangeError for a graph that is none: see each message. */
export function checkGraph({ assets, exchanges }: ExchangeGraph): void {
  if (assets.length > assetsMax || exchanges.length > exchangesMax)
    throw new RangeError(`at most ${assetsMax} assets and ${exchangesMax} exchanges are looked at`);
  const known = new Set(assets.map(({ id }) => id));
  if (known.size < assets.length) throw new RangeError('an asset stands in the graph once');
  if (new Set(exchanges.map(({ id }) => id)).size < exchanges.length)
    throw new RangeError('an exchange stands in the graph once');
  for (const { id, takes, gives, usesMin = 0n, usesMax = 0n } of exchanges) {
    for (const { asset, units } of [...takes, ...gives]) {
      if (!known.has(asset)) throw new RangeError(`${id} names ${asset}, which is no asset of the graph`);
      if (units <= 0n) throw new RangeError(`${id} takes and gives more than nothing: got ${units} of ${asset}`);
    }
    if (usesMin < 0n || usesMax < 0n) throw new RangeError(`uses of ${id} are counted from zero up`);
  }
}

/** What one use adds to an asset, below zero for what it takes. */
export function netOf({ takes, gives }: Exchange, asset: string): bigint {
  return unitsIn(gives, asset) - unitsIn(takes, asset);
}

function unitsIn(amounts: readonly AssetAmount[], asset: string): bigint {
  return amounts.reduce((sum, amount) => (amount.asset === asset ? sum + amount.units : sum), 0n);
}

/**
 * The graph without exchanges that nobody can use and be left with no less: those that lose an asset of which no
 * other gives any, and those whose cap is below their minimum. What an order takes for goods alone is mostly of
 * this kind.
 */
export function withoutDeadEnds(graph: ExchangeGraph): ExchangeGraph {
  let exchanges = graph.exchanges.filter(canBeUsed);
  for (;;) {
    const given = new Set(exchanges.flatMap((exchange) => changed(exchange, (net) => net > 0n)));
    const left = exchanges.filter((exchange) =>
      changed(exchange, (net) => net < 0n).every((asset) => given.has(asset)),
    );
    if (left.length === exchanges.length) return { ...graph, exchanges };
    exchanges = left;
  }
}

function canBeUsed({ usesMin = 1n, usesMax }: Exchange): boolean {
  return usesMax === undefined || (usesMax > 0n && usesMax >= usesMin);
}

function changed(exchange: Exchange, isMeant: (net: bigint) => boolean): readonly string[] {
  const assets = new Set([...exchange.takes, ...exchange.gives].map(({ asset }) => asset));
  return [...assets].filter((asset) => isMeant(netOf(exchange, asset)));
}
