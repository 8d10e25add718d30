import type { BatchResult } from '../fold/fold-batch.ts';
import type { DueResult } from '../fold/fold-due.ts';

/** Counters of the fold, for metrics. */
export interface FoldMeter {
  batchFolded(batch: BatchResult, durationMs: number): void;
  membersWoken(result: DueResult, durationMs: number): void;
  failed(error: unknown): void;
}

export interface FoldCounts {
  readonly steps: number;
  /** Of these, those whose facts came from ingestion in memory; the others were read. */
  readonly handedOver: number;
  readonly batches: number;
  readonly woken: number;
  readonly parked: number;
  readonly failures: number;
  readonly busyMs: number;
  readonly lastError: string | null;
}

/** A meter that adds up; `onFailure` hears of each failure as well. */
export function createFoldMeter(onFailure?: (error: unknown) => void): FoldMeter & { counts(): FoldCounts } {
  const counts = {
    steps: 0,
    handedOver: 0,
    batches: 0,
    woken: 0,
    parked: 0,
    failures: 0,
    busyMs: 0,
    lastError: null as string | null,
  };
  return {
    batchFolded(batch, durationMs) {
      counts.steps += batch.steps;
      counts.handedOver += batch.handedOver;
      counts.batches += batch.steps > 0 ? 1 : 0;
      counts.parked += batch.parked;
      counts.busyMs += durationMs;
    },
    membersWoken(result, durationMs) {
      counts.woken += result.members;
      counts.parked += result.parked;
      counts.busyMs += durationMs;
    },
    failed(error) {
      counts.failures += 1;
      counts.lastError = error instanceof Error ? error.message : String(error);
      onFailure?.(error);
    },
    counts: () => ({ ...counts }),
  };
}
