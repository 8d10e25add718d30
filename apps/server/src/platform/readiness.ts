import { readLiveWorkers } from '@perennial/postgres/reading';
import type { Platform, Work } from './platform.ts';
import { probeStores } from './write-watch.ts';

/** One thing that must be up for the server to be ready; it throws or hangs when it is not. */
export interface ReadinessCheck {
  readonly name: string;
  check(signal: AbortSignal): Promise<void>;
}

/** A worker that has not renewed its leases for so long is not there. */
const workerSeenMsMax = 10_000;

/** Ready: both stores answer, something can be written, and somebody folds, here or in another process. */
export function createReadiness(
  platform: Platform,
  work: Work | undefined,
  probe = () => probeStores(platform.database, platform.config.dataFolder, 0),
): readonly ReadinessCheck[] {
  return [
    { name: 'postgres', check: () => platform.database.run('select 1') },
    { name: 'writing', check: probe },
    {
      name: 'clickhouse',
      check: async () => {
        const lens = await platform.stores.openLens();
        await lens.read({ sql: 'select 1 as one', secondsMax: 2 });
      },
    },
    {
      name: 'fold',
      check: async () => {
        if (work?.fold.isRunning === true) return;
        if ((await readLiveWorkers(platform.database, platform.clock.now() - workerSeenMsMax)) === 0)
          throw new Error('nobody folds');
      },
    },
  ];
}
