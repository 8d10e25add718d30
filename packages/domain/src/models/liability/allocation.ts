/**
 * Deferred revenue for points by IFRS 15: points sold along with goods are a promise of their own (a material
 * right, B40), so the price is split over goods and points by their relative stand-alone prices (paragraph 76), and
 * the part of the points is revenue as they are redeemed, in the proportion of those that are ever expected to be
 * (B46). Illustrative example 52 is the test.
 *
 * Amounts are integers of minor units, units are whole. Quotients are exact and rounded half up, once, at the end;
 * the goods get the rest, so that the two parts sum to the sales.
 */

/** What points are worth: `minor` for `perUnits` units. 100 points for a yuan: `{ minor: 100, perUnits: 100 }`. */
export interface UnitValue {
  readonly minor: number;
  readonly perUnits: number;
}

export interface PointsSold {
  /** What customers paid, goods and points together; goods are taken to be sold at their stand-alone price. */
  readonly salesMinor: number;
  /** Units that are expected ever to be redeemed, of those issued with the sales: see `expectedUnitsOf`. */
  readonly expectedUnits: number;
  readonly unitValue: UnitValue;
}

export interface Allocation {
  readonly goodsMinor: number;
  /** The liability at the start. */
  readonly pointsMinor: number;
}

/**
 * Units of those issued that will be redeemed, rounded half up, by their share of 0 to 1. @throws RangeError for
 * anything else.
 */
export function expectedUnitsOf(unitsIssued: number, share: number): number {
  checkCount(unitsIssued, 'unitsIssued');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a share lies between 0 and 1: got ${share}`);
  return Math.round(unitsIssued * share);
}

/**
 * Splits sales over goods and points by stand-alone prices: `sales × P ÷ (sales + P)` to the points, where P is
 * what the points that will be redeemed are worth.
 * @throws RangeError for an amount or a count that is no safe integer from zero up, and for a value per no units.
 */
export function allocateSales({ salesMinor, expectedUnits, unitValue }: PointsSold): Allocation {
  checkCount(salesMinor, 'salesMinor');
  const worth = worthOf(expectedUnits, unitValue);
  if (salesMinor === 0) return { goodsMinor: 0, pointsMinor: 0 };
  const sales = BigInt(salesMinor);
  const pointsMinor = Number(roundHalfUp({ over: sales * worth.over, under: sales * worth.under + worth.over }));
  return { goodsMinor: salesMinor - pointsMinor, pointsMinor };
}

/** What units are worth, rounded half up. @throws RangeError as `allocateSales`. */
export function unitsWorthMinor(units: number, unitValue: UnitValue): number {
  return Number(roundHalfUp(worthOf(units, unitValue)));
}

interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

function worthOf(units: number, { minor, perUnits }: UnitValue): Fraction {
  checkCount(units, 'units');
  checkCount(minor, 'unitValue.minor');
  checkCount(perUnits, 'unitValue.perUnits');
  if (perUnits === 0) throw new RangeError('a value is that of one unit at least');
  return { over: BigInt(units) * BigInt(minor), under: BigInt(perUnits) };
}

/** Of a fraction that is not below zero. */
export function roundHalfUp({ over, under }: Fraction): bigint {
  return (2n * over + under) / (2n * under);
}

export function checkCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} is a whole number from zero up: got ${value}`);
}
