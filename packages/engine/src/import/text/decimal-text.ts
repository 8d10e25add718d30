const plain = /^[+-]?\d+(\.\d+)?$/;
const withThousands = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const withDecimalComma = /^[+-]?\d+,\d{1,2}$/;
const withThousandPoints = /^[+-]?\d{1,3}(\.\d{3})+,\d+$/;
const scientific = /^[+-]?\d+(\.\d+)?e[+-]?\d{1,3}$/i;

/**
 * Reads a number as people write it: `1,234.50`, `1.234,50`, `12,5`, `¥ 88`, `(3.00)` for -3. NaN for anything else.
 * `1,234` is a thousand and more, because shops write thousands far more often than three decimals.
 */
export function readDecimal(text: string): number {
  if (plain.test(text)) return Number(text);
  let bare = text.normalize('NFKC').replaceAll(/[\s'¥$€£元圆]|^[A-Z]{3}|[A-Z]{3}$/g, '');
  let sign = 1;
  if (bare.startsWith('(') && bare.endsWith(')')) {
    bare = bare.slice(1, -1);
    sign = -1;
  }
  if (plain.test(bare) || scientific.test(bare)) return sign * Number(bare);
  if (withThousands.test(bare)) return sign * Number(bare.replaceAll(',', ''));
  if (withDecimalComma.test(bare)) return sign * Number(bare.replace(',', '.'));
  if (withThousandPoints.test(bare)) return sign * Number(bare.replaceAll('.', '').replace(',', '.'));
  return Number.NaN;
}

/** Units to minor units, half away from zero; a millionth of a unit is the precision that prices are read with. */
export function toMinor(units: number, digits: number): number {
  const scaled = Math.round(Math.abs(units) * 1e6) / 10 ** (6 - digits);
  const minor = Math.round(scaled);
  return units < 0 && minor !== 0 ? -minor : minor;
}
