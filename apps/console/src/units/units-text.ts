import type { Formatter } from '../format/format.ts';

/** Units are whole; where the point stands when they are shown, the wallet says. */
export function unitsText(units: number, decimals: number, format: Formatter): string {
  return format.decimal(units / 10 ** decimals, decimals);
}

/** A movement with its sign. */
export function movedText(units: number, decimals: number, format: Formatter): string {
  const text = unitsText(Math.abs(units), decimals, format);
  if (units === 0) return text;
  return units > 0 ? `+${text}` : `−${text}`;
}

/** What was typed as it is shown, in whole units; undefined for what is no amount of them. */
export function unitsOfTyped(typed: number | null | undefined, decimals: number): number | undefined {
  if (typed === null || typed === undefined) return undefined;
  const units = typed * 10 ** decimals;
  // 0.29 × 100 is 28.999…: what is meant is the whole number beside it.
  const whole = Math.round(units);
  return Math.abs(units - whole) < 1e-6 ? whole : undefined;
}
