/** So many steps in one batch are a rush: whatever it holds, a batch costs its statements. */
const rushStepsMin = 500;
const gatherMs = 100;

/**
 * How long a lane waits after a batch, so that more comes together, milliseconds. Not after small batches, for then nobody waits
 * behind anybody, and freshness is what counts; nor after a full one, which may have left steps behind.
 */
export function gatherMsAfter(batch: { readonly steps: number; readonly isFull: boolean }): number {
  return batch.steps >= rushStepsMin && !batch.isFull ? gatherMs : 0;
}
