import { invariant } from '../../kernel/base/invariant.ts';
import type { AssetAmount, Exchange, ExchangeGraph } from './exchange.ts';

/** Uses of one exchange, all at once. */
export interface ExchangeStep {
  readonly exchange: string;
  readonly uses: bigint;
  readonly takes: readonly AssetAmount[];
  readonly gives: readonly AssetAmount[];
}

/** What can be run: begin with `start`, do the steps, and be left with `start` and `gains`. */
export interface CounterExample {
  /** What must be there before; it is there again after. */
  readonly start: readonly AssetAmount[];
  readonly steps: readonly ExchangeStep[];
  readonly gains: readonly AssetAmount[];
}

/** How often each exchange of a graph is used, in its order. */
export type Uses = readonly bigint[];

/** The smallest whole numbers in the same proportion. */
export function reduced(uses: Uses): Uses {
  const divisor = uses.reduce(greatestDivisor, 0n);
  return divisor === 0n ? uses : uses.map((one) => one / divisor);
}

function greatestDivisor(one: bigint, other: bigint): bigint {
  return other === 0n ? one : greatestDivisor(other, one % other);
}

/** The least multiple of the uses that falls below no minimum. */
export function aboveMinima(uses: Uses, exchanges: readonly Exchange[]): Uses {
  let times = 1n;
  for (const [index, one] of uses.entries()) {
    const least = exchanges[index]?.usesMin ?? 0n;
    if (one > 0n && one * times < least) times = (least + one - 1n) / one;
  }
  return uses.map((one) => one * times);
}

/** The greatest multiple of the uses that caps leave; null where that is none, or falls below a minimum. */
export function belowCaps(uses: Uses, exchanges: readonly Exchange[]): Uses | null {
  const times = uses.flatMap((one, index) => {
    const usesMax = exchanges[index]?.usesMax;
    return one === 0n || usesMax === undefined ? [] : [usesMax / one];
  });
  const most = times.reduce<bigint | null>((one, other) => (one === null || other < one ? other : one), null);
  if (most === null || most === 0n) return null;
  const grown = uses.map((one) => one * most);
  return grown.some((one, index) => one > 0n && one < (exchanges[index]?.usesMin ?? 0n)) ? null : grown;
}

/**
 * Puts uses into an order in which they can be run, each exchange once with all its uses: what can be paid for from
 * what is held comes first, and where nothing can, what lacks the assets of the graph that come first, which are
 * added to the start.
 */
export function toCounterExample({ assets, exchanges }: ExchangeGraph, uses: Uses): CounterExample {
  const held = new Map<string, bigint>();
  const start = new Map<string, bigint>();
  let waiting = exchanges.flatMap((exchange, index) => stepsOf(exchange, uses[index] ?? 0n));
  const rankOf = new Map(assets.map(({ id }, index) => [id, index]));
  const steps: ExchangeStep[] = [];
  while (waiting.length > 0) {
    const next = cheapest(waiting, held, rankOf);
    for (const { asset, units } of lackOf(next, held)) {
      add(start, asset, units);
      add(held, asset, units);
    }
    for (const { asset, units } of next.takes) add(held, asset, -units);
    for (const { asset, units } of next.gives) add(held, asset, units);
    steps.push(next);
    waiting = waiting.filter((step) => step !== next);
  }
  for (const [asset, units] of start) add(held, asset, -units);
  invariant(
    [...held.values()].every((units) => units >= 0n),
    'nothing that was there before is missing after',
  );
  return { start: amountsOf(start), steps, gains: amountsOf(held) };
}

function stepsOf({ id, takes, gives }: Exchange, uses: bigint): readonly ExchangeStep[] {
  if (uses === 0n) return [];
  const times = (amounts: readonly AssetAmount[]) =>
    amounts.map(({ asset, units }) => ({ asset, units: units * uses }));
  return [{ exchange: id, uses, takes: times(takes), gives: times(gives) }];
}

/**
 * The first step that lacks nothing, else the one that lacks only assets that come first in the graph: money is
 * what one has to begin with.
 */
function cheapest(
  waiting: readonly ExchangeStep[],
  held: ReadonlyMap<string, bigint>,
  rankOf: ReadonlyMap<string, number>,
): ExchangeStep {
  const priced = waiting.map((step) => ({
    step,
    rank: Math.max(-1, ...lackOf(step, held).map(({ asset }) => rankOf.get(asset) ?? 0)),
  }));
  const best = priced.reduce((one, other) => (other.rank < one.rank ? other : one));
  return best.step;
}

/** An exchange may take the same asset twice. */
function lackOf({ takes }: ExchangeStep, held: ReadonlyMap<string, bigint>): readonly AssetAmount[] {
  const needed = new Map<string, bigint>();
  for (const { asset, units } of takes) add(needed, asset, units);
  return [...needed]
    .map(([asset, units]) => ({ asset, units: units - (held.get(asset) ?? 0n) }))
    .filter(({ units }) => units > 0n);
}

function add(amounts: Map<string, bigint>, asset: string, units: bigint): void {
  amounts.set(asset, (amounts.get(asset) ?? 0n) + units);
}

function amountsOf(amounts: ReadonlyMap<string, bigint>): readonly AssetAmount[] {
  return [...amounts].filter(([, units]) => units > 0n).map(([asset, units]) => ({ asset, units }));
}
