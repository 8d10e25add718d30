/** Nodes and weights of an integration rule on [0, 1]. */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss–Legendre rule with `count` nodes on [0, 1], by Newton's method on the Legendre
 * polynomial (DLMF 3.5.v). Exact for polynomials of degree 2·count − 1.
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round += 1) {
      const polynomial = legendre(count, x);
      slope = polynomial.slope;
      const step = polynomial.value / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    nodes[count - 1 - i] = (1 + x) / 2;
    weights[count - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

function legendre(degree: number, x: number): { value: number; slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= degree; k += 1) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
    before = value;
    value = next;
  }
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}

/** The rules the models use: made once. */
export const gauss6: Quadrature = gaussLegendre(6);
export const gauss8: Quadrature = gaussLegendre(8);
export const gauss16: Quadrature = gaussLegendre(16);
