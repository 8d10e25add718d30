/** The store's clock in epoch milliseconds, as a SQL expression. */
export const clockMs = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;
