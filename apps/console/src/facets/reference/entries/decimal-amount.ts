/** Minor units as people write them: 9900 with two digits is `99.00`. Nothing is an empty text. */
export function toAmountText(amountMinor: number | null | undefined, digits: number): string {
  if (amountMinor === null || amountMinor === undefined) return '';
  return (amountMinor / 10 ** digits).toFixed(digits);
}

/** The minor units of an amount as it was typed; null for an empty text, undefined for one that is no amount. */
export function readAmountText(text: string, digits: number): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const match = /^(-?)(\d{1,12})(?:\.(\d*))?$/.exec(trimmed);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > digits) return undefined;
  const minor = Number(whole + fraction.padEnd(digits, '0'));
  return sign === '-' && minor !== 0 ? -minor : minor;
}
