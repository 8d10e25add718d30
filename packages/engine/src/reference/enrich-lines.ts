import type { FactPayload, FactValue } from '@perennial/domain';

/** Adds what reference data knows to a payload; the same object when it knows nothing. */
export type EnrichPayload = (type: string, payload: FactPayload) => FactPayload;

/** The category path of a product as the catalogue has it now, undefined when it does not know the product. */
export type CategoryOf = (productId: string) => string | undefined;

/**
 * Writes the category of each line that has none into the fact itself, so that a later change of the catalogue does not
 * change what was bought, and the amount of each line that states only a price.
 */
export function createLineEnrichment(categoryOf: CategoryOf): EnrichPayload {
  return (type, payload) => {
    if (!type.startsWith('order.') && type !== 'product.viewed') return payload;
    const lines = payload.lines;
    const withOwn = enrichLine(payload, categoryOf);
    if (!isList(lines)) return withOwn;
    const enriched = lines.map((line) => (isObject(line) ? enrichOrderLine(line, categoryOf) : line));
    return enriched.some((line, index) => line !== lines[index]) ? { ...withOwn, lines: enriched } : withOwn;
  };
}

function enrichOrderLine(line: FactPayload, categoryOf: CategoryOf): FactPayload {
  const { priceMinor, quantity, amountMinor } = line;
  if (amountMinor !== undefined || typeof priceMinor !== 'number') return enrichLine(line, categoryOf);
  return enrichLine(
    { ...line, amountMinor: Math.round(priceMinor * (typeof quantity === 'number' ? quantity : 1)) },
    categoryOf,
  );
}

function enrichLine(line: FactPayload, categoryOf: CategoryOf): FactPayload {
  const { category, productId } = line;
  if (productId === undefined || (category !== undefined && category !== null && category !== '')) return line;
  const known = categoryOf(idText(productId));
  return known === undefined ? line : { ...line, category: known };
}

/** The products of a payload's lines, for looking them up before the batch is prepared. */
export function productsWithoutCategory(payload: FactPayload): readonly string[] {
  const lines = isList(payload.lines) ? payload.lines.filter(isObject) : [];
  return [payload, ...lines].flatMap(({ productId, category }) =>
    productId === undefined || (typeof category === 'string' && category !== '') ? [] : [idText(productId)],
  );
}

/** Product ids are texts or numbers; anything else finds nothing. */
function idText(value: FactValue): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isList(value: FactValue | undefined): value is readonly FactValue[] {
  return Array.isArray(value);
}

function isObject(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
