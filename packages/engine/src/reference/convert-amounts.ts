import { convertMinor, type FactPayload, type FactValue, type MinorRate } from '@perennial/domain';

/** A rate as it was published, and as it converts. */
export interface PublishedRate {
  /** Units of the program's currency for one unit of the other, as it was stated. */
  readonly rate: string;
  /** First day, in the program's zone, on which it holds. */
  readonly fromOn: string;
  readonly version: number;
  readonly minor: MinorRate;
}

/** The rate that holds for a currency at an instant (epoch milliseconds), or why there is none. */
export type RateOf = (currency: string, occurredAt: number) => PublishedRate | { readonly missing: string };

/** The program's own currency, and what others are worth in it. */
export interface Currencies {
  readonly program: string;
  readonly rateOf: RateOf;
}

export type Conversion =
  | { readonly kind: 'payload'; readonly payload: FactPayload }
  | { readonly kind: 'missing'; readonly reason: string };

const amountFields = ['amountMinor', 'priceMinor', 'discountMinor', 'shippingMinor', 'taxMinor'] as const;

/** The currency of a payload that must be converted; undefined for the program's own, which is nearly always. */
export function foreignCurrency(payload: FactPayload, program: string): string | undefined {
  const { currency } = payload;
  return typeof currency !== 'string' || currency === program ? undefined : currency;
}

/**
 * Brings the amounts of a payload to the program's currency at the rate that holds when it occurred, and keeps beside them what
 * was sent and which version of which rate was used. Rounded per amount, half away from zero, so that lines may differ from the
 * total by single units.
 */
export function convertAmounts(fact: ConvertibleFact, currencies: Currencies): Conversion {
  const { payload, occurredAt } = fact;
  const currency = foreignCurrency(payload, currencies.program);
  if (currency === undefined) return { kind: 'payload', payload };
  const found = currencies.rateOf(currency, occurredAt);
  if ('missing' in found) return { kind: 'missing', reason: found.missing };
  const { rate, fromOn, version, minor } = found;
  return {
    kind: 'payload',
    payload: {
      ...convertFields(payload, minor),
      currency: currencies.program,
      original: { currency, amountMinor: payload.amountMinor ?? null, rate, rateFromOn: fromOn, rateVersion: version },
      ...convertList(payload, 'lines', minor),
      ...convertList(payload, 'tenders', minor),
    },
  };
}

interface ConvertibleFact {
  readonly payload: FactPayload;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
}

function convertFields(object: FactPayload, rate: MinorRate): FactPayload {
  const changed: Record<string, FactValue> = { ...object };
  for (const field of amountFields) {
    const amount = object[field];
    if (typeof amount === 'number') changed[field] = convertMinor(amount, rate);
  }
  return changed;
}

function convertList(payload: FactPayload, field: 'lines' | 'tenders', rate: MinorRate): FactPayload {
  const list = payload[field];
  if (!isList(list)) return {};
  return { [field]: list.map((item) => (isObject(item) ? convertFields(item, rate) : item)) };
}

function isList(value: FactValue | undefined): value is readonly FactValue[] {
  return Array.isArray(value);
}

function isObject(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
