/** Runs batches that hold at most `stepsMax` steps, of which it decides how many. */
export interface BatchSize {
  run<Batch>(fold: (stepsMax: number) => Promise<Batch>): Promise<Batch>;
}

/** So few steps end in time whatever their members have; the store takes a few dozen of each shard all the same. */
const stepsMin = 16;

/**
 * Shrinks after a batch that failed and grows again. A batch whose members take long (one with tens of thousands of orders at one
 * instant reads them all anew for each further one) outlives what the database grants a transaction; repeated as it is, it would fail
 * for ever, and its shards stand still.
 */
export function createBatchSize(most: number): BatchSize {
  let stepsMax = most;
  return {
    async run(fold) {
      try {
        const batch = await fold(stepsMax);
        stepsMax = Math.min(most, stepsMax * 2);
        return batch;
      } catch (error) {
        stepsMax = Math.max(Math.min(most, stepsMin), Math.floor(stepsMax / 4));
        throw error;
      }
    },
  };
}
