import { markNames } from '@perennial/engine';
import type { Keyring } from '@perennial/engine';
import { createUnmarkedNames } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { setTimeout as delay } from 'node:timers/promises';

export interface NameMarkingOptions {
  readonly database: Database;
  readonly keyring: Keyring;
  /** Told when marking begins and ends where there is something to mark, and of failures. */
  readonly report: (message: string, error?: unknown) => void;
  /** How often it is looked whether something came that nobody marked, as from a process of an older release. */
  readonly pollMs?: number;
}

const pollMsDefault = 60_000;
/** Between pages, so that whoever ingests has the store for as long as this has it (measured: a page takes about 20 ms). */
const pauseMs = 10;

/** Marks names of before an upgrade beside all else that runs, until there are none left, and looks again now and then. */
export function startNameMarking({ database, keyring, report, pollMs = pollMsDefault }: NameMarkingOptions) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const store = createUnmarkedNames(database);
  const pause = (ms: number) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
  const round = async () => {
    for (let marked = 0; !signal.aborted;) {
      const seen = await markNames(store, keyring);
      if (seen === 0 && marked > 0) report(`names of ${marked} values are marked: search by name finds all of them`);
      if (seen === 0) return;
      if (marked === 0) report('names of before are being marked, so that search by name finds them');
      marked += seen;
      await pause(pauseMs);
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      await round().catch((error: unknown) => signal.aborted || report('names could not be marked', error));
      await pause(pollMs);
    }
  };
  const running = run();
  return {
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
