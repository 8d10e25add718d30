import type { DeliveryStore, DueDelivery, Settled } from './delivery-store.ts';

/** Written together: enough for one statement to pay. */
const settledMax = 500;
/** So long an outcome waits for others. */
const flushMs = 15;

/** What became of attempts and is not written down yet. */
export interface Settlements {
  readonly count: number;
  add(delivery: DueDelivery, settled: Settled): void;
  /** Milliseconds until they should be written; null when there are none. */
  waitMs(now: number): number | null;
  /** Writes the oldest ones, and says which; when it fails they are kept. */
  flush(now: number): Promise<readonly DueDelivery[]>;
}

export function createSettlements(store: Pick<DeliveryStore, 'settle'>): Settlements {
  const kept: { readonly delivery: DueDelivery; readonly settled: Settled }[] = [];
  let since = 0;
  return {
    get count() {
      return kept.length;
    },
    add(delivery, settled) {
      if (kept.length === 0) since = settled.at;
      kept.push({ delivery, settled });
    },
    waitMs(now) {
      if (kept.length === 0) return null;
      // A clock set back must not put it off.
      return kept.length >= settledMax || now < since ? 0 : Math.max(0, since + flushMs - now);
    },
    async flush(now) {
      const batch = kept.slice(0, settledMax);
      if (batch.length === 0) return [];
      await store.settle(batch.map(({ settled }) => settled));
      kept.splice(0, batch.length);
      since = now;
      return batch.map(({ delivery }) => delivery);
    },
  };
}
