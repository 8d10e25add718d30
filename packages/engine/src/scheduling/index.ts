export { createLane, type Lane } from './lane.ts';
export { createFoldMeter, type FoldCounts, type FoldMeter } from './fold-meter.ts';
export { startFoldWorker, type FoldWorker, type FoldWorkerDependencies } from './fold-worker.ts';
export type { LeaseStore } from './lease-store.ts';
export { createFoldSignal, type FoldSignal } from './signal.ts';
export type { WakeClock } from './wake-clock.ts';
