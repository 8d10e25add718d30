import { describe, expect, it } from 'vitest';
import { maskBody, maskPayload, maskText } from './mask-text.ts';

const clear = /13812345678|1381234|mei\.lin|110101199003071234|王芳|6222021234567890/;

describe('a text', () => {
  it.each([
    'call 13812345678 back',
    '{"phone": "138-1234-5678", broken',
    'write to mei.lin@example.com.',
    'id 110101199003071234',
    'card 6222021234567890',
    'tel:+86 138 1234 5678',
  ])('hides what looks personal: %s', (text) => {
    expect(maskText(text).replaceAll(/[- ]/g, '')).not.toMatch(clear);
    expect(maskText(text)).toContain('••');
  });

  it.each([
    '0198f3a2-1234-7123-8123-123456789012',
    '2026-01-05T10:20:30.123Z',
    'amountMinor: not an integer',
    'T-2024',
  ])('leaves what is of nobody: %s', (text) => expect(maskText(text)).toBe(text));
});

it('hides in a body what nobody has declared, and keeps things, amounts and instants', () => {
  const body = {
    messageId: 'm1',
    type: 'order.paid',
    occurredAt: '2026-01-05T10:00:00Z',
    identities: { phone: '13812345678', email: ['mei.lin@example.com'] },
    extra: '王芳',
    payload: { orderId: '13812345678', amountMinor: 'a lot', note: '王芳 13812345678', phone: 13_812_345_678, n: 3 },
  };
  expect(maskBody(body, body.type)).toEqual({
    messageId: 'm1',
    type: 'order.paid',
    occurredAt: '2026-01-05T10:00:00Z',
    identities: { phone: '138••••5678', email: ['m•••@example.com'] },
    extra: '•••',
    payload: {
      orderId: '13812345678',
      amountMinor: 'a lot',
      note: '•••',
      phone: { $secret: 'phone' },
      n: 3,
    },
  });
  expect(JSON.stringify(maskBody([body], ''))).not.toMatch(clear);
  expect(maskBody('{"phone":"13812345678', '')).toBe('•••');
});

it('hides in a payload of the log what slipped through, and no number of a thing', () => {
  expect(maskPayload({ orderId: '13812345678', note: 'mei.lin@example.com', phone: { $secret: 'phone' } })).toEqual({
    orderId: '13812345678',
    note: 'm•••@example.com',
    phone: { $secret: 'phone' },
  });
});
