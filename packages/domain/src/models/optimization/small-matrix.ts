/** Linear algebra for the handful of parameters a model has: rows of a symmetric matrix. */
export type SmallMatrix = readonly (readonly number[])[];

/**
 * Solves `matrix · x = right` for a symmetric positive definite matrix by Cholesky's
 * factorisation; null where the matrix is not positive definite.
 */
export function solvePositive(matrix: SmallMatrix, right: readonly number[]): number[] | null {
  const factor = cholesky(matrix);
  if (factor === null) return null;
  const size = right.length;
  const x = [...right];
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = at(x, i) - cell(factor, i, k) * at(x, k);
    x[i] = at(x, i) / cell(factor, i, i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < size; k += 1) x[i] = at(x, i) - cell(factor, k, i) * at(x, k);
    x[i] = at(x, i) / cell(factor, i, i);
  }
  return x;
}

/** The diagonal of the inverse of a symmetric positive definite matrix; null where it is not. */
export function inverseDiagonal(matrix: SmallMatrix): number[] | null {
  const diagonal: number[] = [];
  for (let i = 0; i < matrix.length; i += 1) {
    const column = solvePositive(
      matrix,
      matrix.map((_, row) => (row === i ? 1 : 0)),
    );
    if (column === null) return null;
    diagonal.push(at(column, i));
  }
  return diagonal;
}

function cholesky(matrix: SmallMatrix): number[][] | null {
  const factor: number[][] = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i += 1) {
    const row = factor[i] ?? [];
    for (let j = 0; j <= i; j += 1) {
      let sum = cell(matrix, i, j);
      for (let k = 0; k < j; k += 1) sum -= at(row, k) * cell(factor, j, k);
      if (i !== j) row[j] = sum / cell(factor, j, j);
      // Rounding alone leaves about 1e-16 of the diagonal: less than that is not positive.
      else if (sum > 1e-15 * Math.abs(cell(matrix, i, i))) row[j] = Math.sqrt(sum);
      else return null;
    }
  }
  return factor;
}

function at(values: readonly number[], i: number): number {
  return values[i] ?? Number.NaN;
}

function cell(matrix: SmallMatrix, i: number, j: number): number {
  return matrix[i]?.[j] ?? Number.NaN;
}
