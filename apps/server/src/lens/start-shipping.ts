import { setTimeout as delay } from 'node:timers/promises';
import { createClickhouseLens } from '@perennial/clickhouse';
import type { LensConnection, LensOwner } from '@perennial/clickhouse';
import { createShipper } from '@perennial/engine';
import type { LensLag, Programs } from '@perennial/engine';
import { createShippingStore, hasOverdueMembers, readFoldLag } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createGate } from './gate.ts';

/** About what the fold does in a batch or two, and what ingestion puts into one transaction: more means that they need the processor. */
const stepsBehindMax = 5_000;
const factsWaitingMax = 2_000;
/** Members that time moves are moved within a second; when not, many are due at once. */
const overdueMsMax = 1_000;
/** A rush goes first; but a lens that is minutes behind gets its turn in a rush that does not end. */
const shareInRush = { usual: 0.1, whenLate: 1 / 3 } as const;
const lensLateMs = 120_000;

/**
 * A block takes a second or two, five on a busy machine. With the requests that end beside it, and with the stores that stop after
 * it, the whole stays below the ten seconds within which a process ends.
 */
const blockMsMax = 6_000;

export interface ShippingOptions {
  readonly database: Database;
  readonly lens: LensConnection;
  readonly owner: LensOwner;
  readonly programs: Programs;
  /** Names the process; of several that ship to one lens, one at a time does. */
  readonly worker: string;
  /** Facts that this process has taken in and not yet answered. */
  readonly factsWaiting: () => number;
  /** Told of failures, for the log. */
  readonly onFailure: (error: unknown) => void;
}

export interface Shipping {
  /** What the lens lacks, for metrics and for pages that say how fresh they are. */
  lag(): Promise<LensLag>;
  /**
   * Ships the block that is under way and stops; the rest waits for the next start. A block that does not end in time is abandoned:
   * from then on neither store is asked for anything. Its rows are sent again at the next start, and known there. False then.
   */
  stop(): Promise<boolean>;
}

/** Ships what the fold commits to the lens, beside everything else this process does. */
export function startShipping(options: ShippingOptions): Shipping {
  const gate = createGate();
  // Asked by others, also while the gate is closed.
  const ungated = createShippingStore(options.database, options.programs);
  const shipper = createShipper({
    lens: createClickhouseLens(gate.lens(options.lens), options.programs.facets, options.owner),
    store: {
      ...createShippingStore(gate.database(options.database), options.programs),
      lag: (lens) => ungated.lag(lens),
    },
    worker: options.worker,
    share: async () => {
      if (!(await isRush(options))) return 1;
      return (await ungated.lag(undefined)).milliseconds > lensLateMs ? shareInRush.whenLate : shareInRush.usual;
    },
    pause: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
    // What an abandoned block fails of is no failure of the lens.
    onFailure: (error) => void (gate.isClosed() || options.onFailure(error)),
  });
  const controller = new AbortController();
  const running = shipper.run(controller.signal).then(() => true);
  let ending: Promise<boolean> | undefined;
  async function end(): Promise<boolean> {
    controller.abort();
    const isOver = await Promise.race([running, delay(blockMsMax, false, { ref: false })]);
    if (!isOver) gate.close();
    return isOver;
  }
  return { lag: () => shipper.lag(), stop: () => (ending ??= end()) };
}

async function isRush({ database, factsWaiting }: ShippingOptions): Promise<boolean> {
  if (factsWaiting() >= factsWaitingMax || (await readFoldLag(database)).steps > stepsBehindMax) return true;
  return hasOverdueMembers(database, overdueMsMax);
}
