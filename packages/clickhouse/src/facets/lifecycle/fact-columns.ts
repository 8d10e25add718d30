/** What sums need of an order, read from the payload once. An order without an id stands for itself, as it does in the fold. */
export const orderFactColumns = [
  `order_id String materialized if(startsWith(type, 'order.'), if(JSONHas(payload, 'orderId'),
    trim(both '"' from JSONExtractRaw(payload, 'orderId')), concat(source, '/', message_id)), '') codec(ZSTD(1))`,
  `amount_minor Int64 materialized if(startsWith(type, 'order.'), if(JSONHas(payload, 'amountMinor'),
    JSONExtractInt(payload, 'amountMinor'),
    arraySum(line -> JSONExtractInt(line, 'amountMinor'), JSONExtractArrayRaw(payload, 'lines'))), 0)`,
] as const;
