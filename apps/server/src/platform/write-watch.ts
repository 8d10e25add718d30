import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUnwritable, probeWriting, type Database } from '@perennial/postgres';

/** Remembers that nothing can be written, until something can. */
export interface WriteWatch {
  /** From memory: ingestion asks for every request. */
  readonly isRefusing: () => boolean;
  /** Hears every error that is answered; those that say nothing of writing change nothing. */
  readonly note: (error: unknown) => void;
  /** Tries to write. Throws what the store or the data folder answers. */
  readonly probe: () => Promise<void>;
  stop(): void;
}

export interface WriteWatchOptions {
  /** Throws while so much cannot be written. */
  readonly probe: (bytes: number) => Promise<void>;
  readonly everyMs: number;
  readonly report: (message: string, error?: unknown) => void;
}

/** What must fit before the door opens again: the last free blocks of a full disk would open it for a moment, again and again. */
const refusedBytes = 256 * 1024;

/**
 * From the first write that the store refuses until the first that it takes, the door is shut: what cannot be kept is refused before it
 * is read, and nobody has to start anything anew once there is room again.
 */
export function createWriteWatch({ probe, everyMs, report }: WriteWatchOptions): WriteWatch {
  let timer: NodeJS.Timeout | undefined;

  function shut(error: unknown): void {
    if (timer !== undefined) return;
    report('nothing can be written, so facts are refused until something can', error);
    timer = setInterval(() => void attempt().catch(() => undefined), everyMs);
    timer.unref();
  }

  async function attempt(): Promise<void> {
    try {
      await probe(timer === undefined ? 0 : refusedBytes);
    } catch (error) {
      if (isUnwritable(error)) shut(error);
      throw error;
    }
    if (timer === undefined) return;
    stop();
    report('writing works again');
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    isRefusing: () => timer !== undefined,
    note(error) {
      if (isUnwritable(error)) shut(error);
    },
    probe: attempt,
    stop,
  };
}

/** Both places that are written to: the database, and the data folder, where uploads go. */
export async function probeStores(database: Database, dataFolder: string, bytes: number): Promise<void> {
  const filler = randomBytes(bytes);
  await probeWriting(database, Date.now(), filler);
  await mkdir(dataFolder, { recursive: true });
  const path = join(dataFolder, `.write-probe-${process.pid}`);
  try {
    await writeFile(path, filler, { mode: 0o600 });
  } finally {
    await rm(path, { force: true });
  }
}
