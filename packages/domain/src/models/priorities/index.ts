export { prioritiesOf, RESPONSES } from './priorities.ts';
export type { Priority, PriorityCode, PriorityEvidence, ResponseAssumption } from './priorities.ts';
