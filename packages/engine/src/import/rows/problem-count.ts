import type { RowProblem } from './row-reader.ts';

/** Rows that cannot be read, counted before any of them is taken. */
export interface ProblemCount {
  readonly rows: number;
  readonly unreadable: number;
  /** The most frequent reason first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number; readonly line: number }[];
  add(line: number, problem: RowProblem | null): void;
}

/** A row that is no sale is understood, so it is no reason to doubt the file. */
const understood = 'no_sale';

export function createProblemCount(): ProblemCount {
  const state = { rows: 0, unreadable: 0 };
  const reasons = new Map<string, { reason: string; count: number; line: number }>();
  return {
    get rows() {
      return state.rows;
    },
    get unreadable() {
      return state.unreadable;
    },
    get reasons() {
      return [...reasons.values()].sort((one, other) => other.count - one.count);
    },
    add(line, problem) {
      state.rows += 1;
      if (problem === null || problem.code === understood) return;
      state.unreadable += 1;
      const known = reasons.get(problem.reason);
      if (known === undefined) reasons.set(problem.reason, { reason: problem.reason, count: 1, line });
      else known.count += 1;
    },
  };
}
