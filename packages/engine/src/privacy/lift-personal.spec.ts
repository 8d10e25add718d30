import { describe, expect, it } from 'vitest';
import { restore } from './export-member.ts';
import { liftPersonal } from './lift-personal.ts';

const meanings = {
  recipient: 'personal',
  'lines.engraving': 'personal',
  orderId: 'other',
  lines: 'other',
  'lines.productId': 'other',
} as const;
const meaningsOf = (type: string) => new Map(type === 'order.paid' ? Object.entries(meanings) : []);
const lift = (payload: Parameters<typeof liftPersonal>[1], type = 'unknown.type') =>
  liftPersonal(type, payload, meaningsOf);

describe('lifting personal data', () => {
  it('takes what the schema marks, by path', () => {
    const lifted = lift({ recipient: '王芳', lines: [{ name: '戒指', engraving: '给芳' }] }, 'order.paid');
    expect(lifted.payload).toEqual({
      recipient: { $secret: 'recipient' },
      lines: [{ name: '戒指', engraving: { $secret: 'engraving' } }],
    });
    expect(lifted.secrets).toEqual([
      { name: 'recipient', value: '"王芳"' },
      { name: 'engraving', value: '"给芳"' },
    ]);
  });

  it.each<[string, Parameters<typeof liftPersonal>[1], readonly string[]]>([
    ['names that say so', { Mobile_Phone: 'x', first_name: 'y', 姓名: 'z' }, ['Mobile_Phone', 'first_name', '姓名']],
    ['a name of a person, not of a product', { name: '面霜', customer: { name: '王芳' } }, ['name']],
    ['a telephone number under any name', { note: '13812345678', other: '+8613812345678' }, ['note', 'other']],
    ['an e-mail address under any name', { login: 'li@example.cn' }, ['login']],
    ['an identity card number', { document: '11010519491231002X' }, ['document']],
    ['what stands in lists', { to: ['li@example.cn', 'x'] }, ['to.0']],
    ['a whole address', { address: { city: '上海', street: '南京路' } }, ['address']],
  ])('takes %s', (_name, payload, names) => {
    expect(lift(payload).secrets.map((secret) => secret.name)).toEqual(names);
  });

  it('leaves a field that the schema gives another meaning, whatever its value looks like', () => {
    const payload = {
      orderId: '310101199003071234',
      lines: [{ productId: '13712345678' }, { productId: 'care@shop.example' }],
    };
    expect(lift(payload, 'order.paid').payload).toBe(payload);
  });

  it.each([
    ['an id', { voucher_id: '13712345678', customerIds: ['310101199003071234', '13712345678'] }],
    [
      'the number of a thing',
      { trackingNumber: '13712345678', 'invoice no': '310101199003071234', 快递单号: '13712345678' },
    ],
    [
      'a code',
      { barcode: '310101199003071234', itemCode: '+8613712345678', SKU: '13712345678', ean13: '690123456789012345' },
    ],
  ])('leaves %s of an unknown type, which may look like anything', (_name, payload) => {
    expect(lift(payload).payload).toBe(payload);
  });

  it('takes the number of a person, and an address wherever it stands', () => {
    const { secrets } = lift({ contact_number: 'x', number: '13712345678', user_id: 'li@example.cn' });
    expect(secrets.map(({ name }) => name)).toEqual(['contact_number', 'number', 'user_id']);
  });

  it('leaves everything else, and then gives the very same object back', () => {
    const payload = {
      orderNo: '202601051234',
      price: 13_812_345_678,
      at: '2026-01-05T10:00:00Z',
      sku: 'A@1',
      tags: ['a', 1, null],
      nested: { deep: [{ x: true }] },
    };
    expect(lift(payload).payload).toBe(payload);
  });

  it('can be undone with the values', () => {
    const payload = { phone: '13812345678', customer: { name: '王芳', level: 3 }, to: ['li@example.cn', 'x'] };
    const { payload: lifted, secrets } = lift(payload);
    expect(JSON.stringify(lifted)).not.toMatch(/138|王芳|example/);
    expect(restore(lifted, new Map(secrets.map((secret) => [secret.name, secret])))).toEqual(payload);
  });
});
