/** What one minor unit of a currency is worth in minor units of another, exactly: `mantissa` / 10^`scale`. */
export interface MinorRate {
  readonly mantissa: bigint;
  readonly scale: number;
}

/** A rate as people state it: up to nine digits before the point, up to twelve after it, and more than nothing. */
export const rateTextPattern = /^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/;

/** Digits of the minor units of two currencies: 2 for CNY, 0 for JPY. */
export interface RateDigits {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a rate that says how many units of the target one unit of the source is worth, as a decimal text, because `7.1` has no
 * exact double. Undefined when the text is none.
 */
export function toMinorRate(text: string, digits: RateDigits): MinorRate | undefined {
  if (!rateTextPattern.test(text)) return undefined;
  const [whole = '0', fraction = ''] = text.split('.');
  const mantissa = BigInt(whole + fraction);
  const scale = fraction.length + digits.from - digits.to;
  return scale >= 0 ? { mantissa, scale } : { mantissa: mantissa * 10n ** BigInt(-scale), scale: 0 };
}

/** Converts minor units, rounded half away from zero. Whole amounts are exact; a fraction of a minor unit is a double. */
export function convertMinor(amountMinor: number, rate: MinorRate): number {
  if (!Number.isSafeInteger(amountMinor))
    return Math.sign(amountMinor) * Math.round((Math.abs(amountMinor) * Number(rate.mantissa)) / 10 ** rate.scale);
  const unit = 10n ** BigInt(rate.scale);
  const doubled = 2n * BigInt(Math.abs(amountMinor)) * rate.mantissa + unit;
  const converted = Number(doubled / (2n * unit));
  return amountMinor < 0 && converted !== 0 ? -converted : converted;
}
