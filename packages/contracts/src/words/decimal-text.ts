/** Minor units as a decimal of the currency: 9900 with two digits is `99.00`. Nothing is an empty cell. */
export function decimalText(amountMinor: number | null, digits: number): string {
  if (amountMinor === null) return '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
