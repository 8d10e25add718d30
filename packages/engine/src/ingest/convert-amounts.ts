import type { FactPayload, FactValue } from '@perennial/domain';

/** What one minor unit of a currency is worth in minor units of the program's; undefined when no rate is published. */
export type RateOf = (currency: string) => number | undefined;

/** Known currencies and the program's own. */
export interface Currencies {
  readonly program: string;
  readonly rateOf: RateOf;
}

const amountFields = ['amountMinor', 'priceMinor', 'discountMinor', 'shippingMinor', 'taxMinor'] as const;

/**
 * Brings the amounts of a payload to the program's currency at the published rate, and keeps what was sent beside them. Null
 * when there is no rate. Rounded per amount, half away from zero, so that lines may differ from the total by single units.
 */
export function convertAmounts(payload: FactPayload, currencies: Currencies): FactPayload | null {
  const { currency } = payload;
  if (typeof currency !== 'string' || currency === currencies.program) return payload;
  const rate = currencies.rateOf(currency);
  if (rate === undefined) return null;
  const { lines } = payload;
  const converted = convertFields(payload, rate);
  return {
    ...converted,
    currency: currencies.program,
    original: { currency, amountMinor: payload.amountMinor ?? null, rate },
    ...(isList(lines) ? { lines: lines.map((line) => (isObject(line) ? convertFields(line, rate) : line)) } : {}),
  };
}

function convertFields(object: FactPayload, rate: number): FactPayload {
  const changed: Record<string, FactValue> = { ...object };
  for (const field of amountFields) {
    const amount = object[field];
    if (typeof amount === 'number') changed[field] = Math.sign(amount) * Math.round(Math.abs(amount) * rate);
  }
  return changed;
}

function isList(value: FactValue | undefined): value is readonly FactValue[] {
  return Array.isArray(value);
}

function isObject(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
