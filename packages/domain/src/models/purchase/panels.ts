import { gauss16 } from '../special-functions/gauss-legendre.ts';

/** The most intervals an integral is cut into: none of ours needs a tenth of them. */
const panelsMax = 400;

/**
 * ∫ f(u) du from 0 to `end`, for an f that varies on the scale of (scale + u): Gauss–Legendre in
 * v = ln(1 + u/scale), in intervals of at most `width`.
 */
export function integrateFromZero(
  f: (u: number) => number,
  { end, scale, width }: { end: number; scale: number; width: number },
): number {
  const length = Math.log1p(end / scale);
  const panels = Math.min(panelsMax, Math.max(1, Math.ceil(length / width)));
  const step = length / panels;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    for (let k = 0; k < gauss16.nodes.length; k += 1) {
      const v = (panel + (gauss16.nodes[k] ?? 0)) * step;
      const grown = Math.exp(v);
      sum += (gauss16.weights[k] ?? 0) * step * scale * grown * f(scale * Math.expm1(v));
    }
  }
  return sum;
}
