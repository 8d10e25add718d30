import { invariant } from '../kernel/base/invariant.ts';

/** One of those among whom units are split: a line of an order, a lot, a member. */
export interface Share {
  /**
   * Settles who comes first where two have the same claim to a unit, so that the order in which they stand does
   * not.
   */
  readonly key: string;
  /** An integer, not below zero: an amount, a quantity. */
  readonly weight: number;
}

interface Claim extends Share {
  readonly index: number;
  /** What is left of the exact share above its whole units, in parts of the sum of weights. */
  readonly rest: number;
}

/**
 * Splits whole units by weight, in the order of the shares: the parts sum to `units` exactly, each lies within one
 * unit of its exact share, and none is below zero. The units that rounding down leaves over go to the largest
 * remainders (Hamilton's method), ties to the smaller key by UTF-16 code units. Where no weight is above zero
 * nobody has a claim and all parts are zero: what becomes of the units is for the caller to say.
 *
 * @throws InvariantError for units, a weight or a sum of weights that is no safe integer from zero up.
 */
export function splitUnits(units: number, shares: readonly Share[]): readonly number[] {
  invariant(isCount(units), `units are whole and not below zero: ${units}`);
  const total = sumOf(shares);
  const parts = shares.map(() => 0);
  if (total === 0) return parts;
  const claims: Claim[] = [];
  let left = units;
  for (const [index, share] of shares.entries()) {
    const { whole, rest } = exactShare(units, share.weight, total);
    parts[index] = whole;
    left -= whole;
    if (rest > 0) claims.push({ ...share, index, rest });
  }
  if (left === 0) return parts;
  for (const { index } of claims.sort(byClaim).slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

function sumOf(shares: readonly Share[]): number {
  let total = 0;
  for (const { weight, key } of shares) {
    invariant(isCount(weight), `the weight of ${key} is whole and not below zero: ${weight}`);
    total += weight;
  }
  invariant(Number.isSafeInteger(total), `weights sum to a safe integer: ${total}`);
  return total;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * `units × weight ÷ total`. The product of two amounts may leave the safe integers; only then is it worth the price
 * of a bigint.
 */
function exactShare(units: number, weight: number, total: number): { readonly whole: number; readonly rest: number } {
  const product = units * weight;
  if (Number.isSafeInteger(product)) {
    const rest = product % total;
    return { whole: (product - rest) / total, rest };
  }
  const exact = BigInt(units) * BigInt(weight);
  const sum = BigInt(total);
  return { whole: Number(exact / sum), rest: Number(exact % sum) };
}

/**
 * Two claims that are equal in all of it may change places: they get the same whoever comes first, up to who is
 * called what.
 */
function byClaim(one: Claim, other: Claim): number {
  if (one.rest !== other.rest) return other.rest - one.rest;
  if (one.key !== other.key) return one.key < other.key ? -1 : 1;
  return other.weight - one.weight;
}
