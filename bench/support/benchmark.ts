/** The shape of a benchmark module `bench/*.bench.ts`: `export const benchmark = { … } satisfies Benchmark`. */

export interface BenchmarkOptions {
  /** How many times a measurement is repeated; the median is reported. */
  readonly repetitions: number;
  /** True for a quick run with less data, whose figures show only that the benchmark works. */
  readonly isQuick: boolean;
  /** Says what is being done, for whoever waits. */
  readonly progress: (message: string) => void;
}

export interface Figure {
  readonly name: string;
  /** One value a repetition, in the order measured. */
  readonly samples: readonly number[];
  /** `facts/s`, `ms`, `bytes/fact` … */
  readonly unit: string;
  /** What the figure must reach, or must stay below. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  /** What the machine itself allows: the same work without ours around it. The report gives the ratio to it. */
  readonly bound?: { readonly name: string; readonly samples: readonly number[] };
}

export interface BenchmarkResult {
  readonly figures: readonly Figure[];
  /** What was done, in numbers: data, mix, settings. Printed with the figures. */
  readonly conditions: Readonly<Record<string, string | number>>;
}

export interface Benchmark {
  readonly name: string;
  readonly description: string;
  readonly run: (options: BenchmarkOptions) => Promise<BenchmarkResult>;
}
