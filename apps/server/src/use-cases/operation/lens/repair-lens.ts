import { setTimeout as delay } from 'node:timers/promises';
import { createLensLayout } from '@perennial/domain';
import { askForLoss, readSentAnew } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { compareLens, memberTable } from './compare-lens.ts';
import type { ComparedStores, LensComparison } from './compare-lens.ts';

/** Nobody ships: what is to be sent again stays as it is. */
export class NobodyShipsError extends Error {
  override readonly name = 'NobodyShipsError';
}

export interface RepairWait {
  readonly signal: AbortSignal;
  /** Told how much is on its way still: ranges and members. */
  readonly onProgress?: (left: { readonly ranges: number; readonly members: number }) => void;
  /** Gives up when nothing moves for so long, milliseconds. */
  readonly stallMs?: number;
}

/** Tables are held against the logs of the lens: what they miss may be seen only once these are whole again. */
const roundsMax = 3;

/**
 * Has all sent again that the lens lost, by whoever ships to it, and waits until it was. Anything may be repaired twice: ranges of the logs
 * are taken away before they are sent, everything else replaces what is there.
 */
export async function repairLens(stores: ComparedStores, wait: RepairWait): Promise<void> {
  for (let round = 0; round < roundsMax; round += 1) {
    const found = await compareLens(stores);
    if (found === undefined) return;
    const isWhole = found.ranges.length === 0 && found.tables.length === 0;
    if (!isWhole) await askFor(stores, found);
    await waitUntilSent(stores.database, found.lensId, wait);
    if (isWhole) return;
  }
}

function askFor({ database, facets }: ComparedStores, { lensId, ranges, tables }: LensComparison): Promise<void> {
  const rangesOf = (log: string) => ranges.filter((range) => range.log === log);
  const tablesLost = new Set(tables.map(({ table }) => table));
  return askForLoss(database, lensId, {
    logs: { fact: rangesOf('fact'), derived_fact: rangesOf('derived_fact') },
    shards: [...new Set(tables.filter(({ table }) => table === memberTable).map(({ shard }) => shard))],
    tables: createLensLayout(facets).tables.filter(({ part }) => tablesLost.has(part.name)),
  });
}

const pollMs = 200;
const stallMsDefault = 120_000;

async function waitUntilSent(database: Database, lensId: string, wait: RepairWait): Promise<void> {
  let before = '';
  let movedAt = performance.now();
  for (;;) {
    wait.signal.throwIfAborted();
    const left = await readSentAnew(database, lensId);
    if (left.repairs === 0 && left.members === 0 && left.parts.length === 0) return;
    wait.onProgress?.({ ranges: left.repairs, members: left.members });
    const now = JSON.stringify(left);
    if (now !== before) movedAt = performance.now();
    before = now;
    if (performance.now() - movedAt > (wait.stallMs ?? stallMsDefault))
      throw new NobodyShipsError('Nobody ships to the lens: start a server or a worker, which sends it again.');
    await delay(pollMs, undefined, { signal: wait.signal });
  }
}
