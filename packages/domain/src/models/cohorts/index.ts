export { cohortsOf } from './cohorts.ts';
export type { Cohort, CohortTable } from './cohorts.ts';
