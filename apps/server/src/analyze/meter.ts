import { bar, duration } from '../cli/output.ts';

/** The stages of an analysis and how much of the whole each takes: measured on five million lines. */
const stages = [
  ['reading', 30, 'reading the files'],
  ['ordering', 22, 'putting lines in order'],
  ['returns', 12, 'matching returns'],
  ['describing', 8, 'counting'],
  ['fitting', 6, 'fitting models'],
  ['testing', 12, 'testing them on what came next'],
  ['scoring', 7, 'scoring everybody'],
  ['writing', 3, 'writing'],
] as const;

export type MeterStage = (typeof stages)[number][0];

export interface Meter {
  enter(stage: MeterStage): void;
}

/** Tells where an analysis stands and how long it will take, from how long the stages so far took. */
export function createMeter({
  now,
  tell,
}: {
  readonly now: () => number;
  readonly tell: (text: string) => void;
}): Meter {
  const startedAt = now();
  return {
    enter(stage) {
      const at = stages.findIndex(([name]) => name === stage);
      const done = stages.slice(0, at).reduce((sum, [, weight]) => sum + weight, 0) / 100;
      const seconds = (now() - startedAt) / 1000;
      const left = done > 0 ? `  about ${duration((seconds / done) * (1 - done))} left` : '';
      tell(`${bar(done)}  ${stages[at]?.[2] ?? stage}${left}`);
    },
  };
}
