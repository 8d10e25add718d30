/**
 * Greatest amount of one order or refund, minor units: fifty thousand of them still add up exactly. Ingest refuses more;
 * what comes past it counts as this much.
 */
export const orderAmountMinorMax = 10_000_000_000;
