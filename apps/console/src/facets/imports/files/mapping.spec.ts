import { expect, it } from 'vitest';
import { isComplete, isCurrencyAssumed, mapColumn, proposalFor, withDecimal } from './mapping.ts';

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

it('proposes another mapping when the rows are of another kind, and the first one when they are not', () => {
  const propose = (kind: string, field: string) => ({
    mapping: { kind, columns: { [field]: 'sku' } },
    fields: [{ field, isRequired: true }],
    notes: [],
  });
  const upload = { ...propose('orders', 'orderId'), others: [propose('products', 'productId')] };
  expect(proposalFor(upload, 'products').mapping.columns).toEqual({ productId: 'sku' });
  expect(proposalFor(upload, 'orders').fields).toEqual([{ field: 'orderId', isRequired: true }]);
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
