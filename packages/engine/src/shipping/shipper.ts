import type { Lens, LensLog } from './lens.ts';
import type { LensBlock, LensLag, LensLease, LensRepair, ShippingStore, TouchedContent } from './shipping-store.ts';

/**
 * Sends what the fold committed to the lens.
 *
 * Its job: facts, derived facts, members and what facets bring of them reach the lens in order, each fact once, across crashes of either side.
 * What it does not do: nothing waits for it. A lens that is slow or gone leaves a lag, which is a metric, and catches up later.
 *
 * States of a block: recorded (its ranges are in the system of record and the cursor has passed them) → sent → acknowledged.
 * S1 a block is recorded before its first row is sent, and its ranges never change.
 * S2 every recorded block is sent until it is acknowledged, in the order of recording, before another one is recorded.
 * S3 a block that may have been sent before is looked for by its last position, and sent under its own id as deduplication token, so
 *    a frozen sender that wakes up adds nothing either.
 * S4 members and their rows are read after their block was recorded and carry its id as version: an older one never replaces a newer.
 * S5 what was erased is forgotten after every block that may hold it, and then what is left is sent; again from the start if it is cut off.
 * S6 what the lens lost of a log is taken away in whole ranges and sent again, under a version of its own, while no block is open.
 */
export interface Shipper {
  /** Ships what waits, at most one block; returns the rows sent, 0 when nothing waits or another worker has the lease. */
  shipOnce(): Promise<number>;
  /** Ships until `signal` aborts. Failures are reported and retried with growing pauses. */
  run(signal: AbortSignal): Promise<void>;
  lag(): Promise<LensLag>;
}

export interface ShipperOptions {
  readonly lens: Lens;
  readonly store: ShippingStore;
  /** Names the process in the lease. */
  readonly worker: string;
  /** Waits, or returns early when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Told of each failure; the lag tells the rest. */
  readonly onFailure?: (error: unknown) => void;
  /** Greatest number of rows in a block; default 20,000. */
  readonly rowsMax?: number;
  /** The share of the time that shipping may take now, above 0 and at most 1 (the default): it gives way while the fold is behind. */
  readonly share?: () => Promise<number>;
  /** How long rows are collected before a block is made of them, milliseconds; default 1,000. */
  readonly collectMs?: number;
}

const rowsMaxDefault = 20_000;
const collectMsDefault = 1_000;
const leaseMs = 15_000;
const membersPerTouchMax = 10_000;
/** Each rewrites parts of tables: the next ones wait for the next block. */
const erasuresMax = 20;
const pauseAfterFailureMs = { first: 500, last: 30_000 } as const;

export function createShipper(options: ShipperOptions): Shipper {
  let lensId: string | undefined;

  async function leased(): Promise<LensLease | undefined> {
    if (lensId === undefined) {
      lensId = await options.lens.prepare();
      await options.store.register(lensId);
    }
    const lease = { lens: lensId, worker: options.worker, leaseMs };
    return (await options.store.takeLease(lease)) ? lease : undefined;
  }

  async function shipOpenBlocks(lease: LensLease): Promise<number> {
    let rows = 0;
    for (const block of await options.store.openBlocks(lease.lens)) {
      rows += await sendBlock(options, { lease, block, mayHaveBeenSent: true });
    }
    return rows;
  }

  async function shipOnce(): Promise<number> {
    const lease = await leased();
    if (lease === undefined) return 0;
    try {
      // Asked each time: somebody else may have had the lease in between and left blocks behind (S2).
      const rows = await shipOpenBlocks(lease);
      if (rows > 0) return rows;
      // Only now: what is repaired lies behind all blocks, so nothing else is on its way to it.
      const repaired = await sendRepair(options, await options.store.readRepair(lease.lens, rowsMaxOf(options)));
      if (repaired > 0) return repaired;
      await options.store.touchAfterPublish(lease.lens);
      const block = await options.store.recordBlock(lease, rowsMaxOf(options));
      const sent = block === undefined ? 0 : await sendBlock(options, { lease, block, mayHaveBeenSent: false });
      const forgotten = await sendErasures(options, lease);
      const touched = await sendAnew(options, await options.store.readTouched(lease.lens, membersPerTouchMax));
      return (
        sent +
        forgotten +
        touched +
        (await sendAnew(options, await options.store.readFill(lease.lens, membersPerTouchMax)))
      );
    } catch (error) {
      // The lens may come back empty, under another id.
      lensId = undefined;
      throw error;
    }
  }

  return {
    shipOnce,
    run: (signal) => runUntilAborted(shipOnce, options, signal),
    lag: () => options.store.lag(lensId),
  };
}

interface Sending {
  readonly lease: LensLease;
  readonly block: LensBlock;
  readonly mayHaveBeenSent: boolean;
}

/** Sends a block and acknowledges it (S3, S4). */
async function sendBlock(options: ShipperOptions, sending: Sending): Promise<number> {
  const { lens, store } = options;
  const { block } = sending;
  const content = await store.readBlock(block);
  if (await mustSend(lens, sending, { part: 'fact', rows: content.facts })) {
    await lens.addFacts(block.id, content.facts);
  }
  if (await mustSend(lens, sending, { part: 'derived_fact', rows: content.derivedFacts })) {
    await lens.addDerivedFacts(block.id, content.derivedFacts);
  }
  for (const rows of content.rows) await lens.putRows(block.id, rows);
  await lens.replaceMembers(block.id, content.members);
  await store.acknowledge(sending.lease.lens, block);
  return content.facts.length + content.derivedFacts.length + content.members.length;
}

interface BlockPart {
  readonly part: LensLog;
  readonly rows: readonly { readonly shard: number; readonly position: number }[];
}

async function mustSend(lens: Lens, sending: Sending, { part, rows }: BlockPart): Promise<boolean> {
  const last = rows.at(-1);
  if (last === undefined) return false;
  return !sending.mayHaveBeenSent || !(await lens.holds({ part, shard: last.shard, position: last.position }));
}

async function sendErasures({ lens, store }: ShipperOptions, lease: LensLease): Promise<number> {
  const erasures = await store.readErasures(lease.lens, erasuresMax);
  for (const one of erasures) {
    await lens.forget(one.erasure);
    for await (const page of one.facts()) await lens.addFacts(page.version, page.facts);
    await one.done();
  }
  return erasures.length;
}

function rowsMaxOf({ rowsMax = rowsMaxDefault }: ShipperOptions): number {
  return rowsMax;
}

/** Cut off anywhere, it begins again with taking away, under another version: the lens would take the same one for sent (S3). */
async function sendRepair({ lens }: ShipperOptions, repair: LensRepair | undefined): Promise<number> {
  if (repair === undefined) return 0;
  const { version, log, ranges, facts, derivedFacts } = repair;
  await lens.removeRows(log, ranges);
  await lens.addFacts(version, facts);
  await lens.addDerivedFacts(version, derivedFacts);
  await repair.done();
  return Math.max(1, facts.length + derivedFacts.length);
}

async function sendAnew({ lens }: ShipperOptions, content: TouchedContent | undefined): Promise<number> {
  if (content === undefined) return 0;
  const { version, members, rows, looked } = content;
  for (const own of rows) await lens.putRows(version, own);
  if (members.length > 0) await lens.replaceMembers(version, members);
  await content.done();
  // A page may be empty that only finds the end of a part, after which the next one waits.
  return Math.max(1, looked);
}

async function runUntilAborted(
  shipOnce: () => Promise<number>,
  options: ShipperOptions,
  signal: AbortSignal,
): Promise<void> {
  const collectMs = options.collectMs ?? collectMsDefault;
  const rowsMax = rowsMaxOf(options);
  let pauseMs: number = pauseAfterFailureMs.first;
  while (!signal.aborted) {
    try {
      const startedAt = performance.now();
      const rows = await shipOnce();
      pauseMs = pauseAfterFailureMs.first;
      const tookMs = performance.now() - startedAt;
      const share = rows === 0 ? 1 : ((await options.share?.()) ?? 1);
      const restMs = tookMs * (1 / share - 1);
      // A full block means that more waits.
      const idleMs = rows < rowsMax / 2 ? collectMs : 0;
      if (restMs > 0 || idleMs > 0) await options.pause(Math.max(restMs, idleMs), signal);
    } catch (error) {
      options.onFailure?.(error);
      await options.pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, pauseAfterFailureMs.last);
    }
  }
}
