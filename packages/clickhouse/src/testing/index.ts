export { startLensFront } from './lens-front.ts';
export type { LensFront } from './lens-front.ts';
