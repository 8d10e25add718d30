export type { Currencies, PublishedRate, RateOf } from './convert-amounts.ts';
export { createLineEnrichment, productsWithoutCategory, type CategoryOf, type EnrichPayload } from './enrich-lines.ts';
export { createProductCatalogue, type ProductCatalogue } from './product-catalogue.ts';
export { createRateBook, type RateAnswer, type RateBook, type RateQuestion } from './rate-book.ts';
