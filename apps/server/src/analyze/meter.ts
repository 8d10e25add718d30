import { duration } from '../cli/command/amounts.ts';
import type { ProgressLine } from '../cli/command/progress-line.ts';

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
  /** So much of the stage is done, 0 to 1, where it can be known: by files read, by models fitted. */
  within(share: number): void;
  /** Says again where it stands, so that nobody takes a long stage for a halt. */
  tick(): void;
}

/** A stage that takes longer than this tells since when it runs, in seconds. */
const silentSecondsMax = 3;

/** Tells where an analysis stands and how long it will take, from how long the stages so far took. */
export function createMeter({
  now,
  tell,
}: {
  readonly now: () => number;
  readonly tell: (line: ProgressLine) => void;
}): Meter {
  const startedAt = now();
  let at = -1;
  let share = 0;
  let enteredAt = startedAt;
  /** What was left when the stage began or a part of it ended: it runs down in between. */
  let left: number | undefined;
  let leftAt = startedAt;

  function settle(): void {
    leftAt = now();
    const done = doneOf(at, share);
    left = done > 0 ? ((leftAt - startedAt) / 1000 / done) * (1 - done) : undefined;
  }
  function say(): void {
    const [, , what] = stages[at] ?? [];
    if (what === undefined) return;
    const seconds = (now() - enteredAt) / 1000;
    const since = seconds >= silentSecondsMax ? [`${duration(seconds)} so far`] : [];
    const remaining = left === undefined ? 0 : left - (now() - leftAt) / 1000;
    tell({
      what,
      share: doneOf(at, share),
      more: [...(remaining >= 1 ? [`about ${duration(remaining)} left`] : []), ...since],
    });
  }
  return {
    enter(stage) {
      at = stages.findIndex(([name]) => name === stage);
      share = 0;
      enteredAt = now();
      settle();
      say();
    },
    within(part) {
      share = Math.min(1, Math.max(share, part));
      settle();
      say();
    },
    tick: say,
  };
}

function doneOf(at: number, share: number): number {
  const before = stages.slice(0, at).reduce((sum, [, weight]) => sum + weight, 0);
  return (before + share * (stages[at]?.[1] ?? 0)) / 100;
}
