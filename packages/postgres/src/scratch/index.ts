export { countLiving } from '../sql/scratch/count-living.ts';
export { listDerived } from '../sql/scratch/list-derived.ts';
export type { DerivedRow } from '../sql/scratch/list-derived.ts';
export { listEffects } from '../sql/scratch/list-effects.ts';
export type { EffectRow } from '../sql/scratch/list-effects.ts';
export { wantEvents } from '../sql/scratch/want-events.ts';
export { openScratchStore } from './scratch-store.ts';
export type { ScratchStore } from './scratch-store.ts';
