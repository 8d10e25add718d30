import type { Months } from './months.ts';

/** One member's figures under one program, by line and month; emptied and used again for the next. */
export interface Scratch {
  readonly values: Float64Array;
  /** Cells that were counted in, each once. */
  readonly touched: number[];
  add(line: number, at: number, units: number): void;
  clear(): void;
}

export function createScratch(lines: number, months: Months): Scratch {
  const width = months.last + 1;
  const values = new Float64Array(lines * width);
  const isTouched = new Uint8Array(lines * width);
  const touched: number[] = [];
  return {
    values,
    touched,
    add(line, at, units) {
      if (line < 0) return;
      const cell = line * width + months.numberOf(at);
      values[cell] = (values[cell] ?? 0) + units;
      if (isTouched[cell] === 1) return;
      isTouched[cell] = 1;
      touched.push(cell);
    },
    clear() {
      for (const cell of touched) {
        values[cell] = 0;
        isTouched[cell] = 0;
      }
      touched.length = 0;
    },
  };
}
