export { returnsOf } from './returns.ts';
export type { Returns, ReturnsByName, ReturnTotals } from './returns.ts';
