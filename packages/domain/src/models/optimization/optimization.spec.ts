import { describe, expect, it } from 'vitest';
import { fitLikelihood } from './fit-likelihood.ts';
import { maximize } from './maximize.ts';
import { inverseDiagonal, solvePositive } from './small-matrix.ts';

const box = { lower: [-10, -10], upper: [10, 10], iterationsMax: 500, gradientTolerance: 1e-9 };

describe('maximize', () => {
  it('finds the top of a curved ridge', () => {
    const found = maximize(
      ([x = 0, y = 0], gradient) => {
        gradient[0] = 2 * (1 - x) + 400 * x * (y - x * x);
        gradient[1] = -200 * (y - x * x);
        return -((1 - x) ** 2) - 100 * (y - x * x) ** 2;
      },
      [-1.2, 1],
      box,
    );
    expect(found.stop).toBe('gradient-small');
    expect(found.point[0]).toBeCloseTo(1, 6);
    expect(found.point[1]).toBeCloseTo(1, 6);
  });

  it('stays in the box and stops on its edge', () => {
    const found = maximize(
      ([x = 0, y = 0], gradient) => {
        gradient[0] = 1;
        gradient[1] = -2 * y;
        return x - y * y;
      },
      [0, 3],
      box,
    );
    expect([...found.point]).toEqual([10, expect.closeTo(0, 6)]);
  });

  it('refuses a start where the function is not a number', () => {
    expect(() => maximize(() => Number.NaN, [0, 0], box)).toThrow(RangeError);
  });
});

describe('fitLikelihood', () => {
  const poisson = {
    names: ['rate'] as const,
    lower: [-10],
    upper: [10],
    scale: [1],
    starts: [[0], [3]],
    customers: 4,
    logLikelihoodConstant: 0,
  };

  it('gives the estimate and the standard error that theory gives', () => {
    // Poisson counts with mean 2.5: the estimate is 2.5, its standard error √(2.5 / 4).
    const fitted = fitLikelihood({
      ...poisson,
      objective: ([theta = 0], gradient) => {
        gradient[0] = 2.5 - Math.exp(theta);
        return 2.5 * theta - Math.exp(theta);
      },
    });
    expect(fitted.parameters.rate).toBeCloseTo(2.5, 9);
    expect(fitted.standardErrors.rate).toBeCloseTo(Math.sqrt(2.5 / 4), 6);
    expect(fitted.convergence).toMatchObject({ converged: true, starts: 2, startsAgreeing: 2 });
  });

  it('says so when a parameter runs away', () => {
    const fitted = fitLikelihood({
      ...poisson,
      objective: ([theta = 0], gradient) => {
        gradient[0] = -Math.exp(theta);
        return -Math.exp(theta);
      },
    });
    expect(fitted.convergence).toMatchObject({
      converged: false,
      reason: 'boundary',
      parametersAtBoundary: ['rate'],
    });
    expect(fitted.standardErrors.rate).toBeNull();
  });

  it('says so when the likelihood is flat', () => {
    const fitted = fitLikelihood({
      ...poisson,
      objective: (_point, gradient) => {
        gradient[0] = 0;
        return 0;
      },
    });
    expect(fitted.convergence).toMatchObject({ converged: false, reason: 'flat' });
  });

  it.each([{ starts: 0 }, { starts: 9 }, { iterationsMax: 0 }, { gradientTolerance: 2 }])('refuses %j', (options) => {
    expect(() => fitLikelihood({ ...poisson, objective: () => 0 }, options)).toThrow(RangeError);
  });
});

describe('small matrices', () => {
  it('are solved and inverted', () => {
    const matrix = [
      [4, 1],
      [1, 3],
    ];
    expect(solvePositive(matrix, [1, 2])?.[0]).toBeCloseTo(1 / 11, 15);
    expect(inverseDiagonal(matrix)?.[1]).toBeCloseTo(4 / 11, 15);
  });

  it('are refused where not positive definite', () => {
    expect(
      solvePositive(
        [
          [1, 2],
          [2, 1],
        ],
        [1, 1],
      ),
    ).toBeNull();
    expect(inverseDiagonal([[0]])).toBeNull();
  });
});
