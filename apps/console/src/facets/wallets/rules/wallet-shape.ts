import { spendKeyWords } from '@perennial/domain';
import type { LocalizedText } from '@perennial/domain';
import { minorDigits } from '@perennial/contracts';
import type { FieldSet } from '../../../conditions/editor-field.ts';
import { numberOf } from '../../../editing/document-parts.ts';
import type { Rest } from '../../../editing/document-parts.ts';
import type { FormShape, PartInput } from '../../../editing/document-form/form-shape.ts';

interface Given {
  readonly local: (text: LocalizedText) => string;
  /** What may be asked of members. */
  readonly fields: FieldSet;
  readonly currency: string;
  /** Of the wallet that is edited. */
  readonly decimals: number;
}

export const firstExpiry = { kind: 'term', length: { unit: 'months', count: 12 }, roundTo: 'month' };

const keysOfExpiries: Readonly<Record<string, readonly string[]>> = {
  never: ['kind'],
  term: ['kind', 'length', 'roundTo'],
  dates: ['kind', 'dates', 'daysMin'],
  sliding: ['kind', 'length', 'roundTo'],
};

/** Keys of an expiry, by its kind. */
export function keysOfExpiry(value: Rest): readonly string[] {
  return keysOfExpiries[String(value['kind'])] ?? ['kind'];
}

/** What parts of an expiry begin with, by the end of their path. */
export function firstOfExpiry(path: string): unknown {
  if (path.endsWith('expiry')) return firstExpiry;
  if (path.endsWith('expiry.length')) return firstExpiry.length;
  return path.endsWith('expiry.dates') ? ['12-31'] : undefined;
}

const firstParts: Readonly<Record<string, unknown>> = {
  'expiryFor[]': { who: { field: 'purchase.count', operator: '>=', value: 1 }, expiry: { kind: 'never' } },
  shortfall: { kind: 'debt' },
  transfer: { unitsMin: 1, unitsMax: 1000, unitsADayMax: 1000 },
  value: { units: 100, minor: 100 },
};

/** Money is typed in the currency here, not in its minor units. */
const labels: Readonly<Record<string, LocalizedText>> = { 'value.minor': { en: 'are worth', zh: '价值' } };

const amounts = new Set([
  'balanceMax',
  'shortfall.unitsMax',
  'secondPersonAbove',
  'transfer.unitsMin',
  'transfer.unitsMax',
  'transfer.unitsADayMax',
  'value.units',
]);

/** The form of a wallet. */
export function walletShape({ local, fields, currency, decimals }: Given): FormShape {
  const order: PartInput = {
    kind: 'choices',
    choices: Object.entries(spendKeyWords).map(([value, text]) => ({ value, label: local(text) })),
  };
  return {
    keysOf: (path, value) => {
      if (path.endsWith('expiry')) return keysOfExpiry(value);
      if (path === 'shortfall') return value['kind'] === 'debt' ? ['kind', 'unitsMax'] : ['kind'];
      return undefined;
    },
    inputOf: (path) => {
      if (path === 'spendOrder') return order;
      if (path === 'expiryFor[].who') return { kind: 'condition', fields, firstField: 'purchase.count' };
      if (path === 'value.minor') return { kind: 'scaled', digits: minorDigits(currency), unit: currency };
      return amounts.has(path) ? { kind: 'scaled', digits: decimals } : undefined;
    },
    firstOf: (path) => firstParts[path] ?? firstOfExpiry(path),
    labelOf: (path) => labels[path],
  };
}

export function decimalsOf(value: Rest): number {
  const decimals = numberOf(value['decimals']) ?? 0;
  return Number.isInteger(decimals) && decimals >= 0 && decimals <= 4 ? decimals : 0;
}
