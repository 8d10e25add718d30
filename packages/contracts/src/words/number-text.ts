/** Numbers and amounts as a reader of one language reads them: the same on the screen and in what the server words. */
export interface NumberText {
  /** Rounded to at most `digits` decimals, 3 at the most, trailing zeros kept out. */
  readonly decimal: (value: number, digits: number) => string;
  /** Minor units of the currency. */
  readonly money: (amountMinor: number) => string;
}

/** Digits after the point in a currency's minor unit: CNY 2, JPY 0. */
export function minorDigits(currency: string): number {
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** `currency` is an ISO 4217 code. */
export function createNumberText(locale: 'en' | 'zh-CN', currency: string): NumberText {
  const decimals = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }));
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const amounts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const scale = 10 ** minorDigits(currency);
  return {
    decimal: (value, digits) => (decimals[digits] ?? whole).format(value),
    money: (amountMinor) => amounts.format(amountMinor / scale),
  };
}
