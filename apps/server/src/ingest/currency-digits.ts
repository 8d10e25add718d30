import { minorDigits } from '@perennial/contracts';

/** Digits of the minor unit of a currency: 2 for CNY, 0 for JPY; two for what is no currency, which the check of facts refuses. */
export function currencyDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  return minorDigits(currency);
}
