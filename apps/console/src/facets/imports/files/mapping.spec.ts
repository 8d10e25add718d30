import { expect, it } from 'vitest';
import { isComplete, isCurrencyAssumed, mapColumn, withDecimal } from './mapping.ts';

it('feeds a field from a column, and from none when it is cleared', () => {
  const columns = mapColumn({ orderId: 'Invoice' }, 'quantity', 'Qty');
  expect(columns).toEqual({ orderId: 'Invoice', quantity: 'Qty' });
  expect(mapColumn(columns, 'orderId', undefined)).toEqual({ quantity: 'Qty' });
});

it('is not complete while a required field has no column', () => {
  const fields = [
    { field: 'orderId', isRequired: true },
    { field: 'storeId', isRequired: false },
  ];
  expect(isComplete({}, fields)).toBe(false);
  expect(isComplete({ orderId: 'Invoice' }, fields)).toBe(true);
});

it('knows when amounts are counted in the currency of the installation', () => {
  expect(isCurrencyAssumed({ kind: 'orders', columns: {} })).toBe(true);
  expect(isCurrencyAssumed({ kind: 'orders', columns: { currency: 'Curr' } })).toBe(false);
  expect(isCurrencyAssumed({ kind: 'members', columns: {} })).toBe(false);
});

it('states the sign before decimals, or leaves it to the columns', () => {
  const stated: { readonly decimal?: 'point' | 'comma' } = { decimal: 'comma' };
  expect(withDecimal({}, 'comma')).toEqual(stated);
  expect(withDecimal(stated, '')).toEqual({});
});
