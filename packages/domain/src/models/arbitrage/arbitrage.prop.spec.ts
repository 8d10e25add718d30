import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netOf } from './exchange.ts';
import type { AssetAmount, Asset, Exchange, ExchangeGraph } from './exchange.ts';
import { findArbitrage, workMaxDefault } from './find-arbitrage.ts';
import { replay } from './testing/replay.ts';

const names = ['money', 'points', 'growth', 'goods'];
const assets: readonly Asset[] = names.map((id) => ({ id, kind: id === 'money' ? 'money' : 'wallet' }));

const amount: fc.Arbitrary<AssetAmount> = fc.record({ asset: fc.constantFrom(...names), units: fc.bigInt(1n, 6n) });
const sideOf = (minLength: number) =>
  fc.uniqueArray(amount, { minLength, maxLength: 2, selector: ({ asset }) => asset });
const limits = fc.record({ usesMin: fc.bigInt(1n, 2n), usesMax: fc.bigInt(1n, 3n) }, { requiredKeys: [] });
const exchange: fc.Arbitrary<Omit<Exchange, 'id'>> = fc
  .record({ takes: sideOf(1), gives: sideOf(1), limits })
  .map(({ takes, gives, limits: said }) => ({ takes, gives, ...said }));
const graphs: fc.Arbitrary<ExchangeGraph> = fc
  .array(exchange, { minLength: 1, maxLength: 5 })
  .map((list) => ({ assets, exchanges: list.map((one, index) => ({ ...one, id: `exchange-${index}` })) }));

/** Every way to use each exchange up to three times. */
function* everyUse(count: number): Generator<readonly bigint[]> {
  if (count === 0) yield [];
  else for (const rest of everyUse(count - 1)) for (const uses of [0n, 1n, 2n, 3n]) yield [...rest, uses];
}

function isAllowed(uses: readonly bigint[], { exchanges }: ExchangeGraph): boolean {
  return uses.every((one, index) => {
    const { usesMin = 0n, usesMax = one } = exchanges[index] ?? {};
    return one === 0n || (one >= usesMin && one <= usesMax);
  });
}

/** The most of each asset that somebody gains without loss, by trying. */
function gainsByTrying(graph: ExchangeGraph): ReadonlyMap<string, bigint> {
  const gains = new Map<string, bigint>();
  for (const uses of everyUse(graph.exchanges.length)) {
    if (!isAllowed(uses, graph)) continue;
    const nets = names.map((id) =>
      graph.exchanges.reduce((sum, one, index) => sum + netOf(one, id) * (uses[index] ?? 0n), 0n),
    );
    if (nets.some((net) => net < 0n)) continue;
    for (const [index, net] of nets.entries()) {
      const name = names[index] ?? '';
      if (net > (gains.get(name) ?? 0n)) gains.set(name, net);
    }
  }
  return gains;
}

describe('the search for arbitrage', () => {
  it('finds every gain that trying finds, and none that its bound denies', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { findings, undecided } = findArbitrage(graph);
        expect(undecided).toEqual([]);
        for (const [name, gain] of gainsByTrying(graph)) {
          const found = findings.find(({ asset }) => asset.id === name);
          expect(found?.kind).toBeDefined();
          if (found?.kind === 'bounded') expect(found.unitsPerPeriodMax).toBeGreaterThanOrEqual(gain);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives examples that can be run, and that gain what they say', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const { asset, example } of findArbitrage(graph).findings) {
          if (example === null) continue;
          expect(replay(example, graph.exchanges)).toEqual([]);
          expect(example.gains.some((gained) => gained.asset === asset.id)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing where prices exist at which no exchange gives more than it takes', () => {
    const prices = fc.array(fc.bigInt(1n, 50n), { minLength: names.length, maxLength: names.length });
    fc.assert(
      fc.property(graphs, prices, (graph, priceOf) => {
        const worth = (amounts: readonly AssetAmount[]) =>
          amounts.reduce((sum, { asset, units }) => sum + units * (priceOf[names.indexOf(asset)] ?? 0n), 0n);
        const fair = graph.exchanges.filter(({ takes, gives }) => worth(gives) <= worth(takes));
        expect(findArbitrage({ assets, exchanges: fair }).findings).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('ends after the work that it is given, and at most one pivot more', () => {
    const wide = Array.from({ length: 40 }, (_, index): Asset => ({ id: `wallet-${index}`, kind: 'wallet' }));
    const rate = fc.record({
      from: fc.nat(39),
      to: fc.nat(39),
      takes: fc.bigInt(1n, 999n),
      gives: fc.bigInt(1n, 999n),
    });
    fc.assert(
      fc.property(fc.array(rate, { minLength: 100, maxLength: 150 }), fc.nat(200_000), (rates, workMax) => {
        const exchanges = rates.map(({ from, to, takes, gives }, index) => ({
          id: `rate-${index}`,
          takes: [{ asset: `wallet-${from}`, units: takes }],
          gives: [{ asset: `wallet-${to}`, units: gives }],
        }));
        const { work } = findArbitrage({ assets: wide, exchanges }, { workMax });
        // Determinants of at most 40 columns with an entry below 1000 have 400 bits: seven words.
        expect(work).toBeLessThanOrEqual(workMax + 7 * 41 * (exchanges.length + 41));
        expect(work).toBeLessThanOrEqual(workMaxDefault);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
