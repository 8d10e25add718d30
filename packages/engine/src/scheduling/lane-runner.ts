import type { FoldMeter } from './fold-meter.ts';
import type { Lane } from './lane.ts';
import type { WakeClock } from './wake-clock.ts';

/** Without signals (another process ingests), the logs are looked at this often. */
const pollMs = 250;
/** After a failure (a lost connection, a full disk) the lane tries again; the log keeps everything meanwhile. */
const retryMs = 500;

interface LaneRunnerOptions {
  readonly lane: Lane;
  readonly clock: WakeClock;
  readonly meter: FoldMeter;
  readonly stopping: AbortSignal;
}

export interface LaneRunner {
  readonly lane: Lane;
  /** Ends the wait, or makes the run under way be followed by another. */
  ring(): void;
  /** Resolves when stopping. */
  run(): Promise<void>;
}

/** Runs a lane by signal, by the next due instant and by polling. */
export function createLaneRunner({ lane, clock, meter, stopping }: LaneRunnerOptions): LaneRunner {
  let alarm = new AbortController();
  return {
    lane,
    ring() {
      alarm.abort();
    },
    async run() {
      let nextPollAt = 0;
      while (!stopping.aborted) {
        alarm = new AbortController();
        const now = clock.now();
        // A clock set back must not put the next poll off.
        const isPoll = now >= nextPollAt || nextPollAt > now + pollMs;
        if (isPoll) nextPollAt = now + pollMs;
        let waitMs = Math.max(1, nextPollAt - now);
        try {
          const wakeAt = await lane.runOnce(isPoll);
          if (wakeAt !== null) waitMs = Math.min(waitMs, Math.max(1, wakeAt - clock.now()));
        } catch (error) {
          meter.failed(error);
          waitMs = retryMs;
          nextPollAt = 0;
        }
        if (!alarm.signal.aborted && !stopping.aborted)
          await clock.wait(waitMs, AbortSignal.any([alarm.signal, stopping]));
      }
    },
  };
}
