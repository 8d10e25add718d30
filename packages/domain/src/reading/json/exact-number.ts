/** Whether a number as JSON writes it is the one that is read of it, digit for digit: `1.10` is 1.1, and `0.1000000000000000055` is not 0.1. */
export function isExactNumber(written: string): boolean {
  const read = Number(written);
  return Number.isFinite(read) && normalised(written) === normalised(String(read));
}

/** Sign, digits without what is nought at either end, and the power of ten of the last of them. */
function normalised(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign}${significant}e${power}`;
}
