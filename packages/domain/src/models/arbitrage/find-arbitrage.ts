import { checkGraph, netOf, withoutDeadEnds } from './exchange.ts';
import type { Asset, Exchange, ExchangeGraph } from './exchange.ts';
import { aboveMinima, belowCaps, reduced, toCounterExample } from './counter-example.ts';
import type { CounterExample, Uses } from './counter-example.ts';
import { solve } from './simplex.ts';
import type { LinearProgram, Solution, Work } from './simplex.ts';

/** More of an asset for nothing: with no end to it, or with one a period. */
export type ArbitrageFinding = {
  /** What is gained; nothing else is lost. */
  readonly asset: Asset;
} & (
  | { readonly kind: 'unbounded'; readonly example: CounterExample }
  | {
      readonly kind: 'bounded';
      /** Units that caps let anybody gain within a period, at most. */
      readonly unitsPerPeriodMax: bigint;
      /** Null: fractions of uses would gain, but no whole ones were found that do within the caps. */
      readonly example: CounterExample | null;
    }
);

export interface Arbitrage {
  /** At most one an asset, in their order. */
  readonly findings: readonly ArbitrageFinding[];
  /** Assets about which the search gave up: nothing is known of them. */
  readonly undecided: readonly Asset[];
  /** Words of 64 bits in the cells of tableaus that were computed. */
  readonly work: number;
}

/**
 * Words of 64 bits in cells of tableaus: 3 s of one core, measured. A fair program of 60 assets and 300 exchanges
 * of three of them each is decided within it, one of 100 and 500 is not; a program with its 16 wallets takes
 * milliseconds.
 */
export const workMaxDefault = 60_000_000;

/**
 * Looks for exchanges that, used so and so often, leave somebody with more of an asset and with less of none:
 * points to money and back with a profit, a refund that keeps the points, a transfer with a bonus. Each answer is
 * exact, and comes with steps that can be run.
 *
 * Exchanges with several results are no edges of a graph, on whose cycles one could multiply rates. With the gain
 * of each asset by use in a matrix N, there is a way to become richer if and only if some x ≥ 0 has N x ≥ 0 and not
 * all zero; that is when a Petri net is not bounded by its structure (Murata 1989, "Petri nets: properties,
 * analysis and applications", on structural properties). For each asset, its gain is maximised by linear programs
 * in whole numbers: without caps, where it is nothing or has no end; without the exchanges that are capped, where
 * the same says that no cap ends it; and with caps, for the most that they leave.
 *
 * Its limits. It knows the exchanges that it is told, at their rates: where rounding, a step price or a fixed fee
 * makes small amounts worth more than large ones, that amount must be an exchange of its own. An exchange that
 * takes nothing is a gain by itself, and is found as one: gifts that are meant are to be left out. Time, expiry,
 * stock and conditions of members are not in it, so what it finds may be out of reach of a member; and of caps it
 * knows the number of uses in one period, not what is kept over several. What it has to start with, a member may
 * not have. For a capped gain the bound is an upper one: whole uses may reach less.
 *
 * @throws RangeError for a graph that names unknown assets, has too many of anything, or amounts that are not above
 * zero.
 */
export function findArbitrage(graph: ExchangeGraph, options: { readonly workMax?: number } = {}): Arbitrage {
  checkGraph(graph);
  const search = createSearch(withoutDeadEnds(graph), { done: 0, max: options.workMax ?? workMaxDefault });
  const findings: ArbitrageFinding[] = [];
  const undecided: Asset[] = [];
  for (const asset of graph.assets) {
    const found = findFor(asset, search);
    if (found === 'gave_up') undecided.push(asset);
    else if (found !== null) findings.push(found);
  }
  return { findings, undecided, work: search.work.done };
}

/** The cap that is reckoned with; undefined: none. */
type CapOf = (exchange: Exchange) => bigint | undefined;
const withoutCaps: CapOf = () => undefined;
const cappedLeftOut: CapOf = ({ usesMax }) => (usesMax === undefined ? undefined : 0n);
const withCaps: CapOf = ({ usesMax }) => usesMax;

interface Search {
  readonly graph: ExchangeGraph;
  readonly work: Work;
  readonly endlessAnyway: GainFinder;
  readonly endlessUncapped: GainFinder;
}

/** How an asset grows without end; null where it does not. */
type GainFinder = (asset: Asset) => Uses | null | 'gave_up';

function createSearch(graph: ExchangeGraph, work: Work): Search {
  return {
    graph,
    work,
    endlessAnyway: gainFinder(graph, withoutCaps, work),
    endlessUncapped: gainFinder(graph, cappedLeftOut, work),
  };
}

/**
 * Asks first whether anything grows at all: in a sound program nothing does, which one program settles for all
 * assets. And one way to grow is often that of several assets, so it is looked for among those that are known
 * before another is.
 */
function gainFinder(graph: ExchangeGraph, capOf: CapOf, work: Work): GainFinder {
  const known: Uses[] = [];
  let growsNothing: boolean | null = null;
  const growthOf = (assets: readonly Asset[]): Uses | null | 'gave_up' => {
    const solution = solve(programOf(assets, graph, capOf), work);
    if (solution.kind === 'gave_up') return 'gave_up';
    if (solution.kind === 'optimum') return null;
    known.push(reduced(solution.ray));
    return known.at(-1) ?? null;
  };
  return (asset) => {
    if (growsNothing === null) {
      const first = growthOf(graph.assets);
      if (first !== 'gave_up') growsNothing = first === null;
    }
    if (growsNothing === true) return null;
    return known.find((uses) => gainOf(asset, graph, uses) > 0n) ?? growthOf([asset]);
  };
}

function findFor(
  asset: Asset,
  { graph, work, endlessAnyway, endlessUncapped }: Search,
): ArbitrageFinding | null | 'gave_up' {
  const anyway = endlessAnyway(asset);
  if (anyway === null || anyway === 'gave_up') return anyway;
  const uncapped = endlessUncapped(asset);
  if (uncapped === 'gave_up') return uncapped;
  if (uncapped !== null) {
    const example = toCounterExample(graph, aboveMinima(uncapped, graph.exchanges));
    return { asset, kind: 'unbounded', example };
  }
  const capped = solve(programOf([asset], graph, withCaps), work);
  return capped.kind === 'optimum' ? boundedFinding({ asset, graph }, capped, anyway) : 'gave_up';
}

interface Question {
  readonly asset: Asset;
  readonly graph: ExchangeGraph;
}

type Optimum = Extract<Solution, { kind: 'optimum' }>;

/**
 * Whole uses are looked for in the proportions of the most that caps leave, then in those of the gain that they
 * end.
 */
function boundedFinding({ asset, graph }: Question, most: Optimum, endless: Uses): ArbitrageFinding | null {
  const { exchanges } = graph;
  const gain = gainOf(asset, graph, most.values);
  const unitsPerPeriodMax = gain / most.denominator;
  if (unitsPerPeriodMax === 0n) return null;
  const uses = belowCaps(reduced(most.values), exchanges) ?? belowCaps(endless, exchanges);
  const example = uses === null ? null : toCounterExample(graph, uses);
  return { asset, kind: 'bounded', unitsPerPeriodMax, example };
}

function gainOf(asset: Asset, { exchanges }: ExchangeGraph, uses: Uses): bigint {
  return exchanges.reduce((sum, exchange, index) => sum + netOf(exchange, asset.id) * (uses[index] ?? 0n), 0n);
}

/** The most of some assets, where nothing may become less and exchanges are used as often as caps say. */
function programOf(wanted: readonly Asset[], { assets, exchanges }: ExchangeGraph, capOf: CapOf): LinearProgram {
  const caps = exchanges.flatMap((exchange, index) => {
    const bound = capOf(exchange);
    return bound === undefined ? [] : [{ bound, row: exchanges.map((_, other) => (other === index ? 1n : 0n)) }];
  });
  const losses = assets
    .map(({ id }) => exchanges.map((exchange) => -netOf(exchange, id)))
    .filter((row) => row.some((loss) => loss > 0n));
  return {
    rows: [...losses, ...caps.map(({ row }) => row)],
    bounds: [...losses.map(() => 0n), ...caps.map(({ bound }) => bound)],
    objective: exchanges.map((exchange) => wanted.reduce((sum, { id }) => sum + netOf(exchange, id), 0n)),
  };
}
