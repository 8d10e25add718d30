import { orderFactColumns } from './lifecycle/fact-columns.ts';

/** What facets add to the facts of the lens: columns that their queries would else read from the payload each time. */
export const factColumns: readonly string[] = [...orderFactColumns];
