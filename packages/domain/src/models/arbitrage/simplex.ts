/**
 * Linear programs in exact arithmetic: maximise c·x where A x ≤ b, x ≥ 0, and b ≥ 0, so that x = 0 is where it
 * begins.
 *
 * The tableau is kept in integers with one common denominator, which divides exactly after each pivot (Edmonds
 * 1967; Bareiss 1968). Most of b is zero here, where the method may return to where it was; of constraints that are
 * met at once it therefore takes the first in lexicographic order (Dantzig, Orden and Wolfe 1955), which rules that
 * out. Bland's rule would as well; on 20 assets and 100 exchanges it had not ended after three times the work.
 */

export interface LinearProgram {
  /** One row a constraint. */
  readonly rows: readonly (readonly bigint[])[];
  readonly bounds: readonly bigint[];
  readonly objective: readonly bigint[];
}

/**
 * Counts what was computed, in words of the cells of a tableau, so that a search ends after the same work on every
 * machine.
 */
export interface Work {
  done: number;
  readonly max: number;
}

export type Solution =
  /** `x` is `values / denominator`. */
  | { readonly kind: 'optimum'; readonly values: readonly bigint[]; readonly denominator: bigint }
  /** A direction along which the objective rises for ever, from anywhere. */
  | { readonly kind: 'unbounded'; readonly ray: readonly bigint[] }
  | { readonly kind: 'gave_up' };

interface Tableau {
  /**
   * Constraints, each with its bound last; the objective, negated, is the last row. Each stands for its entries
   * over `denominator`.
   */
  readonly cells: bigint[][];
  /** Which variable each constraint is solved for; those from `count` up are slack. */
  readonly basis: number[];
  readonly count: number;
  /** The greatest change that one unit of each variable makes to a constraint. */
  readonly scales: readonly bigint[];
  denominator: bigint;
}

/** Solves the program, or gives up when the work is done. */
export function solve(program: LinearProgram, work: Work): Solution {
  const tableau = tableauOf(program);
  for (;;) {
    const column = entering(tableau);
    if (column === null) return optimumOf(tableau);
    const row = leaving(tableau, column);
    if (row === null) return { kind: 'unbounded', ray: rayOf(tableau, column) };
    if (work.done >= work.max) return { kind: 'gave_up' };
    work.done += pivot(tableau, row, column);
  }
}

function tableauOf({ rows, bounds, objective }: LinearProgram): Tableau {
  const slackOf = (index: number) => rows.map((_, other) => (other === index ? 1n : 0n));
  const constraints = rows.map((row, index) => [...row, ...slackOf(index), bounds[index] ?? 0n]);
  return {
    cells: [...constraints, [...objective.map((value) => -value), ...slackOf(-1), 0n]],
    basis: rows.map((_, index) => objective.length + index),
    count: objective.length,
    scales: [...objective.map((_, column) => greatest(rows.map((row) => row[column] ?? 0n))), ...rows.map(() => 1n)],
    denominator: 1n,
  };
}

function greatest(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => {
    const size = value < 0n ? -value : value;
    return size > most ? size : most;
  }, 1n);
}

/** The variable by which the objective rises fastest, measured in what one use of it changes at most (Dantzig). */
function entering({ cells, scales }: Tableau): number | null {
  const last = cells.at(-1) ?? [];
  let best: number | null = null;
  for (const [column, scale] of scales.entries()) {
    const value = last[column] ?? 0n;
    if (value >= 0n) continue;
    if (best === null || value * (scales[best] ?? 1n) < (last[best] ?? 0n) * scale) best = column;
  }
  return best;
}

/** The constraint that is met first, null where none ever is. */
function leaving(tableau: Tableau, column: number): number | null {
  let best: number | null = null;
  for (const row of tableau.basis.keys()) {
    if ((tableau.cells[row]?.[column] ?? 0n) <= 0n) continue;
    if (best === null || isMetBefore(tableau, column, [row, best])) best = row;
  }
  return best;
}

/** Compares bounds over slopes, and where they are equal what the slack variables would make of them. */
function isMetBefore({ cells, count }: Tableau, column: number, [row, other]: readonly [number, number]): boolean {
  const one = cells[row] ?? [];
  const two = cells[other] ?? [];
  const slope = one[column] ?? 0n;
  const otherSlope = two[column] ?? 0n;
  for (const at of [one.length - 1, ...one.keys().drop(count)]) {
    const difference = (one[at] ?? 0n) * otherSlope - (two[at] ?? 0n) * slope;
    if (difference !== 0n) return difference < 0n;
  }
  return false;
}

/**
 * Returns the words of the cells that it computed: a row that stays as it is costs nothing worth counting, and long
 * numbers cost more.
 */
function pivot(tableau: Tableau, row: number, column: number): number {
  const { cells, basis, denominator } = tableau;
  const source = cells[row] ?? [];
  const by = source[column] ?? 1n;
  let computed = 0;
  for (const [index, target] of cells.entries()) {
    if (index === row) continue;
    const factor = target[column] ?? 0n;
    if (factor === 0n && by === denominator) continue;
    for (const [at, value] of target.entries()) target[at] = (value * by - factor * (source[at] ?? 0n)) / denominator;
    computed += target.length;
  }
  basis[row] = column;
  tableau.denominator = by;
  return computed * wordsOf(by);
}

/** Of 64 bits. Cells are about as long as the denominator. */
function wordsOf(value: bigint): number {
  return Math.ceil(value.toString(16).length / 16);
}

function optimumOf({ cells, basis, count, denominator }: Tableau): Solution {
  const values = Array.from({ length: count }, () => 0n);
  for (const [row, variable] of basis.entries()) if (variable < count) values[variable] = cells[row]?.at(-1) ?? 0n;
  return { kind: 'optimum', values, denominator };
}

/** With the entering variable growing by the denominator, each basic one grows by what its constraint says. */
function rayOf({ cells, basis, count, denominator }: Tableau, column: number): readonly bigint[] {
  const ray = Array.from({ length: count }, () => 0n);
  if (column < count) ray[column] = denominator;
  for (const [row, variable] of basis.entries()) if (variable < count) ray[variable] = -(cells[row]?.[column] ?? 0n);
  return ray;
}
