export type { CounterExample, ExchangeStep } from './counter-example.ts';
export { exchangeAtRate } from './exchange.ts';
export type { Asset, AssetAmount, AssetKind, Exchange, ExchangeGraph, ExchangeRate } from './exchange.ts';
export { findArbitrage } from './find-arbitrage.ts';
export type { Arbitrage, ArbitrageFinding } from './find-arbitrage.ts';
