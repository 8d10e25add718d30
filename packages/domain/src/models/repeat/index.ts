export type { ItemColumn } from './baskets.ts';
export { firstProductEffects } from './first-product.ts';
export type { FirstProductEffect, FirstProductOptions } from './first-product.ts';
export { nextPurchases } from './next.ts';
export type { NextPurchase, NextPurchaseOptions } from './next.ts';
export { repeatLadder } from './repeat.ts';
export type { RepeatStep } from './repeat.ts';
