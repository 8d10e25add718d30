import { describe, expect, it } from 'vitest';
import { betaMeanPower } from './beta-mean.ts';
import { digamma, trigamma } from './digamma.ts';
import { gauss16, gauss6, gauss8 } from './gauss-legendre.ts';
import { hypergeometric2F1, hypergeometric2F1Gradient, hypergeometricSlope } from './hypergeometric.ts';
import { regularizedBeta } from './incomplete-beta.ts';
import { logBeta, logGamma, logGammaIncrement } from './log-gamma.ts';

// Reference values: 40-digit arithmetic (mpmath 1.3), rounded to 20 digits.

function error(ours: number, truth: number): number {
  return Math.abs(ours - truth) / Math.max(1, Math.abs(truth));
}

describe('log-gamma', () => {
  it.each([
    [1e-8, 18.420680738180208905],
    [0.001, 6.9071788853838536825],
    [0.243, 1.3180435846996698495],
    [0.5, 0.57236494292470008707],
    [1.5, -0.12078223763524522235],
    [2.5, 0.28468287047291915963],
    [4.414, 2.3352200522018909703],
    [11.999, 17.499865227646104385],
    [12, 17.502307845873885839],
    [100.25, 360.28455963776423497],
    [1e6, 12815504.56914761166],
    [1e15, 33538776394910668.91],
  ])('is exact to 4e-15 at %d', (x, truth) => {
    expect(error(logGamma(x), truth)).toBeLessThan(4e-15);
  });

  it.each([
    [0.5, 3, 0.62860865942237413774],
    [1e9, 0.25, 5.180816459142852789],
    [0.001, 200, 851.03178675826305928],
    [1e12, 7.5, 207.23265836948848656],
    [0.01, 1e6, 12815500.107822834248],
  ])('has increments from %d by %d without cancellation', (x, d, truth) => {
    expect(error(logGammaIncrement(x, d), truth)).toBeLessThan(2e-14);
  });

  it('gives B(a, b) symmetric in its arguments', () => {
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 14);
    expect(logBeta(1e-3, 1e9)).toBe(logBeta(1e9, 1e-3));
  });

  it.each([0, -1, Number.NaN])('refuses %d', (x) => {
    expect(() => logGamma(x)).toThrow(RangeError);
    expect(() => digamma(x)).toThrow(RangeError);
    expect(() => trigamma(x)).toThrow(RangeError);
  });
});

describe('digamma and trigamma', () => {
  it.each([
    [1e-8, -100000000.57721564845],
    [0.001, -1000.5755719318103005],
    [0.243, -4.351093864423210616],
    [0.5, -1.9635100260214234794],
    [1.5, 0.036489973978576520559],
    [4.414, 1.3672496642075449961],
    [12, 2.4426616799758120167],
    [100.25, 4.6026712432747125591],
    [1e6, 13.815510057964190771],
  ])('ψ is exact to 4e-15 at %d', (x, truth) => {
    expect(error(digamma(x), truth)).toBeLessThan(4e-15);
  });

  it.each([
    [1e-8, 10000000000000001.645],
    [0.001, 1000001.642533195869],
    [0.243, 18.141779787095828626],
    [0.5, 4.9348022005446793094],
    [1.5, 0.93480220054467930942],
    [4.414, 0.25413353707499102385],
    [12, 0.08690187287176839075],
    [100.25, 0.010024978698123366186],
    [1e6, 1.0000005000001666667e-6],
  ])('ψ′ is exact to 4e-15 at %d', (x, truth) => {
    expect(Math.abs(trigamma(x) / truth - 1)).toBeLessThan(4e-15);
  });
});

describe('incomplete beta', () => {
  it.each([
    [0.3, 0.5, 2.5, 0.79688933627994505184],
    [0.9, 40, 3, 0.19510765482693661878],
    [0.001, 2, 0.243, 1.5110076728544512451e-7],
    [0.99, 1, 0.243, 0.6734121678276641877],
    [0.5, 200, 210, 0.68948521342741614523],
    [0.2, 1000, 3000, 8.0696935495279266258e-15],
  ])('I_%d(%d, %d) is exact to 1e-12', (...[x, a, b, truth]) => {
    expect(Math.abs(regularizedBeta(x, a, b) / truth - 1)).toBeLessThan(1e-12);
  });

  it('is 0 and 1 at the ends, and refuses what lies outside', () => {
    expect(regularizedBeta(0, 2, 3)).toBe(0);
    expect(regularizedBeta(1, 2, 3)).toBe(1);
    expect(() => regularizedBeta(1.1, 2, 3)).toThrow(RangeError);
    expect(() => regularizedBeta(0.5, 0, 3)).toThrow(RangeError);
  });
});

describe('2F1', () => {
  it.each([
    [0.243, 2.426, 2.219, 0.4, 1.1478166020378871116],
    [2.243, 4.426, 4.219, 0.474, 4.5747814446162632476],
    [200.243, 202.426, 202.219, 0.5, 2.1929154987324448781e60],
    [0.553, 1.606, 2.159, -3.5, 0.50952789819443976169],
    [1.2, 0.7, 5, 0.99, 1.2638226668075612787],
    [200.5, 0.8, 203.2, -2, 0.41821877396351499276],
    [-0.4, 1.3, 2.2, 0.7, 0.79714198828185611947],
  ])('2F1(%d, %d; %d; %d) is exact to 1e-13', (...[a, b, c, z, truth]) => {
    expect(Math.abs(hypergeometric2F1({ a, b, c }, z) / truth - 1)).toBeLessThan(1e-13);
  });

  it.each([
    [
      [0.243, 2.426, 2.219, 0.4],
      [
        1.1478166020378871116, 0.64968658462759948778, 0.07731616104049429472, -0.083974235606022925283,
        0.52497123031959278555,
      ],
    ],
    [
      [1.553, 1.606, 2.159, 0.85],
      [
        8.1656342457774065864, 12.391870236700968137, 12.137682884801854777, -10.093202844030772535,
        58.000995603957307479,
      ],
    ],
  ])('has exact derivatives at %j', ([a = 0, b = 0, c = 0, z = 0], truth) => {
    const { value, byA, byB, byC, byZ } = hypergeometric2F1Gradient({ a, b, c }, z);
    [value, byA, byB, byC, byZ].forEach((ours, index) => {
      expect(error(ours, truth[index] ?? Number.NaN)).toBeLessThan(2e-13);
    });
  });

  it('has a slope that stays finite where the divisor is 0', () => {
    const [e, c, z] = [0.7, 2.2, 0.6];
    const near = (hypergeometric2F1({ a: e, b: 1e-6, c }, z) - 1) / 1e-6;
    expect(hypergeometricSlope({ a: e, b: 0, c }, z)).toBeCloseTo(near, 5);
    expect(hypergeometricSlope({ a: e, b: 0.5, c }, z)).toBeCloseTo(
      (hypergeometric2F1({ a: e, b: 0.5, c }, z) - 1) / 0.5,
      13,
    );
  });

  it('combines factors beyond the range of a double', () => {
    // 2F1(a, b; b; z) is (1 − z)^−a.
    expect(hypergeometric2F1({ a: 1000, b: 7, c: 7 }, 0.9) / 1).toBe(Infinity);
    const both = hypergeometric2F1({ a: 201, b: 514, c: 100_514 }, -560);
    expect(both).toBeGreaterThan(0);
    expect(both).toBeLessThan(1);
    expect(hypergeometric2F1({ a: 1000, b: 2000, c: 2000 }, -1)).toBeCloseTo(2 ** -1000, 300);
  });

  it('refuses z of 1 and c of 0', () => {
    expect(() => hypergeometric2F1({ a: 1, b: 1, c: 2 }, 1)).toThrow(RangeError);
    expect(() => hypergeometric2F1({ a: 1, b: 1, c: 0 }, 0.5)).toThrow(RangeError);
    expect(() => hypergeometric2F1Gradient({ a: -1, b: 1, c: 1 }, 0.5)).toThrow(RangeError);
  });
});

describe('mean power under a beta', () => {
  it.each([
    [{ a: 0.793, b: 4.426 }, 3.243, 500, 0.011690449583449696],
    [{ a: 514, b: 100_514 }, 201, 560, 6.7999902225160904e-109],
    [{ a: 0.05, b: 0.3 }, 1.2, 1e4, 0.54572181959247085],
    [{ a: 0.793, b: 2.426 }, 1.243, 100, 0.087039892995896171],
  ])('is exact to 1e-11 (%#)', (...[beta, power, y, truth]) => {
    expect(Math.abs(betaMeanPower(beta, power, y) / truth - 1)).toBeLessThan(1e-11);
  });

  it.each([
    [{ a: 1e-4, b: 1 }, 3, 1000, 0.99915958801516995],
    [{ a: 1e-4, b: 50 }, 2.5, 30, 0.9999145345828984],
    [{ a: 0.5, b: 1e-4 }, 4, 2000, 2.1951699791783245e-6],
    [{ a: 2e-3, b: 3e-3 }, 5, 1e5, 0.58391224473355009],
  ])('keeps the long tails of nearly nothing (%#)', (...[beta, power, y, truth]) => {
    expect(Math.abs(betaMeanPower(beta, power, y) / truth - 1)).toBeLessThan(1e-11);
  });

  it('agrees with itself where the method changes', () => {
    const at = (y: number): number => betaMeanPower({ a: 0.793, b: 4.426 }, 3.243, y);
    expect(at(9 * (1 + 1e-12)) / at(9 * (1 - 1e-12))).toBeCloseTo(1, 11);
  });

  it('vanishes without harm where it is below every double', () => {
    expect(betaMeanPower({ a: 425.2, b: 720.2 }, 100_003, 0.5)).toBe(0);
  });
});

describe('Gauss–Legendre rules', () => {
  it.each([
    [gauss6, 11],
    [gauss6, 11],
    [gauss8, 15],
    [gauss16, 31],
  ])('integrate powers exactly up to degree 2n − 1', (rule, degree) => {
    for (let power = 0; power <= degree; power += 1) {
      let sum = 0;
      rule.nodes.forEach((node, i) => {
        sum += node ** power * (rule.weights[i] ?? 0);
      });
      expect(sum).toBeCloseTo(1 / (power + 1), 14);
    }
  });
});
