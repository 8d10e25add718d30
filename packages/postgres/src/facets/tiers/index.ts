export { readTierChangesBefore } from './member-changes.ts';
export { readLevelsAfter, readStoodLevels } from './openings.ts';
export type { SetPlace, StoodLevel } from './openings.ts';
