/**
 * By code points, as stores compare them: less than 0 when `a` comes first. JavaScript itself compares halves of the
 * characters beyond U+FFFF, which come before some that are less.
 */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return rankOf(left) - rankOf(right);
  }
  return a.length - b.length;
}

const surrogatesFrom = 0xd800;
const surrogatesTo = 0xdfff;
const beyondUnits = 0x10000;

/** Halves of characters beyond U+FFFF stand behind all others. */
function rankOf(unit: number): number {
  return unit >= surrogatesFrom && unit <= surrogatesTo ? unit + beyondUnits : unit;
}
