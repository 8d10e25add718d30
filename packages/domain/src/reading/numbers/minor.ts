/** Units to minor units, half away from zero; a millionth of a unit is the precision that prices are read with. */
export function toMinor(units: number, digits: number): number {
  const scaled = Math.round(Math.abs(units) * 1e6) / 10 ** (6 - digits);
  const minor = Math.round(scaled);
  return units < 0 && minor !== 0 ? -minor : minor;
}

/** Beyond this no amount and no number of pieces is one: an id in the wrong column, or an exponent that slipped in. */
export const numberMax = 1e12;

/** Whether a number may be an amount, price or quantity. */
export function isUsableNumber(value: number): boolean {
  return Math.abs(value) < numberMax;
}
