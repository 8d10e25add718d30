export { revenueByMonth } from './revenue.ts';
export type { RevenueMonth } from './revenue.ts';
