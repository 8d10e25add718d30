export { concentrationOf } from './concentration.ts';
export type { Concentration, LorenzPoint } from './concentration.ts';
