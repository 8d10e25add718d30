/** Currencies that a sign may stand for, the likeliest first. */
const currenciesOf: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS'],
  '¥': ['CNY', 'JPY'],
  '€': ['EUR'],
  '£': ['GBP'],
  '₹': ['INR'],
  '₩': ['KRW'],
  '₽': ['RUB'],
  '₺': ['TRY'],
  '₫': ['VND'],
  '฿': ['THB'],
  '₱': ['PHP'],
  '₪': ['ILS'],
  '₴': ['UAH'],
  '₦': ['NGN'],
  US$: ['USD'],
  R$: ['BRL'],
  A$: ['AUD'],
  AU$: ['AUD'],
  C$: ['CAD'],
  CA$: ['CAD'],
  HK$: ['HKD'],
  NT$: ['TWD'],
  S$: ['SGD'],
  NZ$: ['NZD'],
  kr: ['SEK', 'NOK', 'DKK'],
  zł: ['PLN'],
  Kč: ['CZK'],
  Rp: ['IDR'],
  RM: ['MYR'],
  Fr: ['CHF'],
  元: ['CNY'],
  圆: ['CNY'],
  块: ['CNY'],
  円: ['JPY'],
  RMB: ['CNY'],
  人民币: ['CNY'],
  美元: ['USD'],
  欧元: ['EUR'],
  英镑: ['GBP'],
  日元: ['JPY'],
  港币: ['HKD'],
  港元: ['HKD'],
};

const bySign = new Map(Object.entries(currenciesOf).map(([sign, codes]) => [sign.toLowerCase(), codes]));
const code = /^[A-Z]{3}$/;

/** Whether a text beside a number names a currency, by its sign or its code. */
export function isCurrencyMark(text: string): boolean {
  return bySign.has(text.replace(/\.$/, '').toLowerCase()) || code.test(text);
}

/** Currencies (ISO 4217) that a sign or code beside an amount may mean, the likeliest first; none for ''. */
export function currenciesOfMark(mark: string): readonly string[] {
  if (mark === '') return [];
  return bySign.get(mark.replace(/\.$/, '').toLowerCase()) ?? [mark.toUpperCase()];
}

/** The currency of a row whose amount carries a mark: the one that is expected, where the mark may mean it. */
export function currencyOfMark(mark: string, expected: string): string {
  const codes = currenciesOfMark(mark);
  return codes.includes(expected) ? expected : (codes[0] ?? '');
}
