export { readTierChangesBefore } from './member-changes.ts';
