import type { LensLag } from '@perennial/engine';
import { readShippingLag, readFoldLag } from '@perennial/postgres';
import type { Platform } from './platform.ts';

/** How far everything is behind the log, as of a second ago at most. */
export interface Lag {
  readonly foldSteps: number;
  /** How long the oldest step that waits has waited, milliseconds. */
  readonly foldMs: number;
  readonly lens: LensLag;
}

export interface LagWatch {
  /** From memory: ingestion asks for every request. */
  current(): Lag;
  stop(): void;
}

const watchMs = 1_000;
export const noLag: Lag = { foldSteps: 0, foldMs: 0, lens: { rows: 0, milliseconds: 0, blocks: 0 } };

/** Reads the lags once a second. While the database is away the last reading stands. */
export function watchLag(
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  report: (message: string, error: unknown) => void,
): LagWatch {
  let lag = noLag;
  let isReading = false;
  let isStopped = false;
  const read = async () => {
    if (isReading) return;
    isReading = true;
    try {
      const [fold, lens] = await Promise.all([readFoldLag(database), readShippingLag(database)]);
      const foldMs = fold.oldest_at === null ? 0 : Math.max(0, clock.now() - fold.oldest_at);
      lag = { foldSteps: fold.steps, foldMs, lens };
    } catch (error) {
      // What is asked while the stores are being closed has no answer.
      if (!isStopped) report('the lag could not be read', error);
    } finally {
      isReading = false;
    }
  };
  const timer = setInterval(() => void read(), watchMs);
  timer.unref();
  void read();
  const stop = () => {
    isStopped = true;
    clearInterval(timer);
  };
  return { current: () => lag, stop };
}
