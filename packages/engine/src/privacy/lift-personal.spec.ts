import { describe, expect, it } from 'vitest';
import { restore } from './export-member.ts';
import { liftPersonal } from './lift-personal.ts';

const pathsOf = (type: string): ReadonlySet<string> =>
  new Set(type === 'order.paid' ? ['recipient', 'lines.engraving'] : []);
const lift = (payload: Parameters<typeof liftPersonal>[1], type = 'unknown.type') =>
  liftPersonal(type, payload, pathsOf);

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
