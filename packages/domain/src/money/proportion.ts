import { invariant } from '../kernel/base/invariant.ts';

export const roundings = ['down', 'nearest', 'up'] as const;
export type Rounding = (typeof roundings)[number];

/** `amount × times ÷ per`, rounded; all are integers, not below zero. Only a product beyond the safe integers is worth a bigint. */
export function proportion(
  amount: number,
  { times, per }: { readonly times: number; readonly per: number },
  rounding: Rounding,
): number {
  invariant(per > 0 && amount >= 0 && times >= 0, `no proportion of ${amount}: ${times} to ${per}`);
  const product = amount * times;
  if (Number.isSafeInteger(product)) {
    const rest = product % per;
    return (product - rest) / per + (isUp(rest * 2, per, rounding) && rest > 0 ? 1 : 0);
  }
  const [exact, divisor] = [BigInt(amount) * BigInt(times), BigInt(per)];
  const rest = exact % divisor;
  const whole = Number(exact / divisor);
  if (rest === 0n || rounding === 'down') return whole;
  return rounding === 'up' || rest * 2n >= divisor ? whole + 1 : whole;
}

/** Halves go up. */
function isUp(twice: number, per: number, rounding: Rounding): boolean {
  return rounding === 'up' || (rounding === 'nearest' && twice >= per);
}
