import { describe, expect, it } from 'vitest';
import { exchangeAtRate } from './exchange.ts';
import type { AssetAmount, Asset, Exchange } from './exchange.ts';
import { findArbitrage } from './find-arbitrage.ts';
import { replay } from './testing/replay.ts';

const assets: readonly Asset[] = [
  { id: 'fen', kind: 'money' },
  { id: 'points', kind: 'wallet' },
  { id: 'goods', kind: 'goods' },
];
const fen = (units: bigint): AssetAmount => ({ asset: 'fen', units });
const points = (units: bigint): AssetAmount => ({ asset: 'points', units });
const goods = (units: bigint): AssetAmount => ({ asset: 'goods', units });

const buyPoints = (perYuan: bigint, limits: { minimumUnits?: bigint; capUnits?: bigint } = {}) =>
  exchangeAtRate({ id: 'buy points', from: fen(100n), to: points(perYuan), ...limits });
const payWithPoints = (limits: { minimumUnits?: bigint; capUnits?: bigint } = {}) =>
  exchangeAtRate({ id: 'pay with points', from: points(100n), to: fen(200n), ...limits });
const purchase: Exchange = { id: 'purchase', takes: [fen(100n)], gives: [goods(1n), points(1n)] };
const refundKeepingPoints: Exchange = { id: 'refund', takes: [goods(1n)], gives: [fen(100n)] };
const refund: Exchange = { ...refundKeepingPoints, takes: [goods(1n), points(1n)] };

function find(...exchanges: readonly Exchange[]) {
  const found = findArbitrage({ assets, exchanges });
  expect(found.undecided).toEqual([]);
  for (const { example } of found.findings) if (example !== null) expect(replay(example, exchanges)).toEqual([]);
  return found.findings.map(({ asset, ...finding }) => ({ asset: asset.id, ...finding }));
}

describe('what a program exchanges', () => {
  it('is profitable where a yuan buys 100 points that are worth two', () => {
    const [first] = find(buyPoints(100n), payWithPoints());
    expect(first).toEqual({
      asset: 'fen',
      kind: 'unbounded',
      example: {
        start: [fen(100n)],
        steps: [
          { exchange: 'buy points', uses: 1n, takes: [fen(100n)], gives: [points(100n)] },
          { exchange: 'pay with points', uses: 1n, takes: [points(100n)], gives: [fen(200n)] },
        ],
        gains: [fen(100n)],
      },
    });
  });

  it('is no loss to the brand where a yuan buys one point, and a hundred are worth two', () => {
    expect(find(buyPoints(1n), payWithPoints())).toEqual([]);
  });

  it('is nothing to gain from where it comes out even', () => {
    expect(find(buyPoints(50n), payWithPoints())).toEqual([]);
    expect(find(buyPoints(51n), payWithPoints()).map(({ asset }) => asset)).toEqual(['fen', 'points']);
  });

  it('is used in whole multiples above all minima', () => {
    const [first] = find(buyPoints(60n, { minimumUnits: 1000n }), payWithPoints({ minimumUnits: 3050n }));
    // 5 yuan buy 300 points, worth 6: eleven times that is the least of which 3,100 points can be paid.
    expect(first?.example?.steps.map(({ takes }) => takes)).toEqual([[fen(5500n)], [points(3300n)]]);
    expect(first?.example?.gains).toEqual([fen(1100n)]);
  });

  it('lets points grow without end by refunds that keep them', () => {
    const [first, ...others] = find(purchase, refundKeepingPoints);
    expect(first).toMatchObject({ asset: 'points', kind: 'unbounded' });
    expect(first?.example).toMatchObject({ start: [fen(100n)], gains: [points(1n)] });
    expect(first?.example?.steps.map(({ exchange }) => exchange)).toEqual(['purchase', 'refund']);
    expect(others).toEqual([]);
  });

  it('makes money of such points where they pay', () => {
    expect(find(purchase, refundKeepingPoints, payWithPoints())[0]).toMatchObject({
      asset: 'fen',
      kind: 'unbounded',
      example: { gains: [fen(200n)] },
    });
  });

  it('gains nobody anything by refunds that take the points back', () => {
    expect(find(purchase, refund, payWithPoints())).toEqual([]);
  });

  it('lets points grow by a transfer with a bonus, and not by one with a fee', () => {
    const transfer = (to: bigint) => exchangeAtRate({ id: 'transfer', from: points(10n), to: points(to) });
    expect(find(transfer(11n))).toMatchObject([
      { asset: 'points', kind: 'unbounded', example: { start: [points(10n)] } },
    ]);
    expect(find(transfer(9n))).toEqual([]);
  });

  it('is found through three wallets', () => {
    const miles: Asset = { id: 'miles', kind: 'wallet' };
    const mile = (units: bigint) => ({ asset: 'miles', units });
    const toMiles = exchangeAtRate({ id: 'to miles', from: points(3n), to: mile(2n) });
    const fromMiles = (to: bigint) => exchangeAtRate({ id: 'from miles', from: mile(5n), to: points(to) });
    const three = (to: bigint) =>
      findArbitrage({ assets: [...assets, miles], exchanges: [toMiles, fromMiles(to), payWithPoints()] }).findings;
    // 15 points become 10 miles, and those twice what five miles are worth.
    expect(three(7n)).toEqual([]);
    expect(three(8n)[0]).toMatchObject({ kind: 'unbounded', asset: { id: 'fen' } });
  });
});

describe('caps', () => {
  it('bound what is gained in a period', () => {
    const [first] = find(buyPoints(100n), payWithPoints({ capUnits: 1000n }));
    expect(first).toMatchObject({ asset: 'fen', kind: 'bounded', unitsPerPeriodMax: 1000n });
    expect(first?.example).toMatchObject({ start: [fen(1000n)], gains: [fen(1000n)] });
  });

  it('do not bound what goes on without what they cap', () => {
    const capped = { ...payWithPoints({ capUnits: 1000n }), id: 'pay more' };
    expect(find(buyPoints(100n), payWithPoints(), capped)[0]?.kind).toBe('unbounded');
  });

  it('that leave no use leave no gain', () => {
    expect(find(buyPoints(100n), payWithPoints({ capUnits: 99n }))).toEqual([]);
    expect(find(buyPoints(100n), payWithPoints({ capUnits: 1000n, minimumUnits: 1001n }))).toEqual([]);
  });

  it('below what a whole way round takes leave a bound, and no example', () => {
    const [first] = find(buyPoints(60n, { minimumUnits: 2000n }), payWithPoints({ capUnits: 1000n }));
    expect(first).toMatchObject({ asset: 'fen', kind: 'bounded', unitsPerPeriodMax: 333n, example: null });
  });

  it('bound a gift, which is a gain by itself', () => {
    const gift: Exchange = { id: 'gift', takes: [], gives: [points(10n)] };
    expect(find({ ...gift, usesMax: 2n })).toMatchObject([
      { asset: 'points', kind: 'bounded', unitsPerPeriodMax: 20n },
    ]);
    expect(find(gift)).toMatchObject([{ asset: 'points', kind: 'unbounded' }]);
  });
});

describe('the search', () => {
  it('says about which assets it gave up', () => {
    const found = findArbitrage({ assets, exchanges: [buyPoints(100n), payWithPoints()] }, { workMax: 0 });
    expect(found.findings).toEqual([]);
    expect(found.undecided.map(({ id }) => id)).toContain('fen');
  });

  it('finds nothing in nothing', () => {
    expect(findArbitrage({ assets: [], exchanges: [] })).toEqual({ findings: [], undecided: [], work: 0 });
  });

  it.each([
    ['an unknown asset', [exchangeAtRate({ id: 'x', from: { asset: 'gold', units: 1n }, to: fen(1n) })]],
    ['an amount of nothing', [{ id: 'x', takes: [fen(0n)], gives: [points(1n)] }]],
    ['an amount below nothing', [{ id: 'x', takes: [fen(1n)], gives: [points(-1n)] }]],
    ['a cap below nothing', [{ id: 'x', takes: [fen(1n)], gives: [points(1n)], usesMax: -1n }]],
    ['an exchange twice', [purchase, purchase]],
  ])('is refused %s', (_, exchanges) => {
    expect(() => findArbitrage({ assets, exchanges })).toThrow(RangeError);
  });

  it('is refused an asset twice', () => {
    expect(() => findArbitrage({ assets: [...assets, ...assets], exchanges: [] })).toThrow(RangeError);
  });
});
