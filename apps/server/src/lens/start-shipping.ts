import { setTimeout as delay } from 'node:timers/promises';
import { createClickhouseLens } from '@perennial/clickhouse';
import type { LensConnection } from '@perennial/clickhouse';
import { createNextStageOf, createShipper } from '@perennial/engine';
import type { LensLag, Programs } from '@perennial/engine';
import { createShippingStore, readFoldLag } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';

/** About what the fold does in a batch or two: more means that it needs the processor. */
const stepsBehindMax = 5_000;

export interface ShippingOptions {
  readonly database: Database;
  readonly lens: LensConnection;
  readonly programs: Programs;
  /** Names the process; of several that ship to one lens, one at a time does. */
  readonly worker: string;
  /** Told of failures, for the log. */
  readonly onFailure: (error: unknown) => void;
}

export interface Shipping {
  /** What the lens lacks, for metrics and for pages that say how fresh they are. */
  lag(): Promise<LensLag>;
  /** Ships what is being shipped and stops; the rest waits for the next start. */
  stop(): Promise<void>;
}

/** Ships what the fold commits to the lens, beside everything else this process does. */
export function startShipping(options: ShippingOptions): Shipping {
  const shipper = createShipper({
    lens: createClickhouseLens(options.lens),
    store: createShippingStore(options.database, createNextStageOf(options.programs)),
    worker: options.worker,
    isFoldBusy: async () => (await readFoldLag(options.database)).steps > stepsBehindMax,
    pause: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
    onFailure: options.onFailure,
  });
  const controller = new AbortController();
  const running = shipper.run(controller.signal);
  return {
    lag: () => shipper.lag(),
    async stop() {
      controller.abort();
      await running;
    },
  };
}
