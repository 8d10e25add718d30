import { createRandom, nextBeta, nextExponential, nextGamma, nextUniform } from '../simulation/random.ts';
import { transactionsFromLines } from '../transactions/build.ts';
import type { TransactionLine } from '../transactions/build.ts';
import type { Transactions } from '../transactions/transactions.ts';

/** A brand whose truth is known: BG/NBD customers on a clock that the brand sets, who join evenly over the whole time. */
export interface SimulatedBrand {
  readonly customers: number;
  readonly firstOn: number;
  readonly days: number;
  readonly seed: number;
  /** How many times the usual a customer buys on a day; at most `paceMax`. */
  readonly paceOn: (day: number) => number;
  readonly paceMax: number;
  readonly amountOf: (purchase: SimulatedPurchase) => number;
}

export interface SimulatedPurchase {
  readonly customer: number;
  /** Within (0, 1): hers for good, and of this purchase alone. */
  readonly own: number;
  readonly chance: number;
  readonly day: number;
}

const HABIT = { r: 0.7, alpha: 40, a: 0.7, b: 4 };

/** Purchases at random by thinning (Lewis and Shedler 1979): candidates at the highest pace, kept with the day's share of it. */
export function simulateBrand(brand: SimulatedBrand): Transactions {
  const random = createRandom(brand.seed);
  const lines: TransactionLine[] = [];
  for (let who = 0; who < brand.customers; who++) {
    const rate = (nextGamma(random, HABIT.r) / HABIT.alpha) * brand.paceMax;
    const leaves = nextBeta(random, HABIT.a, HABIT.b);
    const own = nextUniform(random);
    const joined = Math.floor(nextUniform(random) * brand.days);
    const buy = (day: number): number =>
      lines.push({
        customer: `c${String(who).padStart(5, '0')}`,
        orderedOn: brand.firstOn + day,
        amount: brand.amountOf({ customer: who, own, chance: nextUniform(random), day: brand.firstOn + day }),
      });
    buy(joined);
    let time = joined + nextUniform(random);
    for (;;) {
      time += nextExponential(random) / rate;
      if (time >= brand.days) break;
      const isKept = nextUniform(random) * brand.paceMax < brand.paceOn(brand.firstOn + Math.floor(time));
      if (!isKept) continue;
      buy(Math.floor(time));
      if (nextUniform(random) < leaves) break;
    }
  }
  return transactionsFromLines(lines);
}
