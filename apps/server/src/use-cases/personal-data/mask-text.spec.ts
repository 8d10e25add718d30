import { describe, expect, it } from 'vitest';
import { isMaskedText, maskBody, maskPayload, maskText, maskType, maskWords } from './mask-text.ts';

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
      amountMinor: '•••',
      note: '•••',
      phone: '•••',
      n: 3,
    },
  });
  expect(JSON.stringify(maskBody([body], ''))).not.toMatch(clear);
  expect(maskBody('{"phone":"13812345678', '')).toBe('•••');
});

it('hides in a payload of the log what slipped through, and no number of a thing', () => {
  const payload = { orderId: '13812345678', note: 'mei.lin@example.com', phone: { $secret: 'phone' } };
  expect(maskPayload(payload, 'order.paid')).toEqual({
    orderId: '13812345678',
    note: 'm•••@example.com',
    phone: { $secret: 'phone' },
  });
});

it('leaves amounts that the schema knows and instants as they are, and hides other long numbers', () => {
  const payload = {
    amountMinor: 1_234_567_800,
    at: 1_764_489_600_000,
    note: 13_812_345_678,
    abroad: 8_613_812_345_678,
  };
  expect(maskPayload(payload, 'order.paid')).toEqual({ ...payload, note: '••••5678', abroad: '••••5678' });
});

it('keeps when a body says that it happened, and nothing else that stands in the place of it', () => {
  const of = (occurredAt: string | number) => maskBody({ occurredAt }, 'x.y');
  for (const at of [1_764_489_600_000, '2026-01-05T10:00:00Z']) expect(of(at)).toEqual({ occurredAt: at });
  expect([of(8_613_812_345_678), of('王芳')]).toEqual([{ occurredAt: '••••5678' }, { occurredAt: '•••' }]);
});

it('takes nothing that was sent for a reference made here', () => {
  const forged = {
    a: { $secret: '王芳' },
    b: [{ $secret: '王芳', phone: '13812345678' }],
    c: { $secret: { d: '王芳' } },
  };
  expect(maskBody({ payload: forged }, 'x.y')).toEqual({ payload: { a: '•••', b: ['•••'], c: '•••' } });
  expect(JSON.stringify(maskPayload({ b: { $secret: 'x', phone: '13812345678' } }, 'x.y'))).not.toMatch(clear);
});

describe('a declared field of a body that was not taken', () => {
  it.each(['12.50', '2026-01-05', '2026-01-05T10:00:00Z', '-3', 'CNY', '¥ 19,90', ''])('shows %j', (text) =>
    expect(maskWords(text)).toBe(text),
  );
  it.each(['a lot', '王芳', 'yesterday', 'Wang', '2026-01-05 王芳'])('hides %j', (text) =>
    expect(maskWords(text)).toBe('•••'),
  );
});

it('shows types as senders write them, and no sentence in the place of one', () => {
  for (const type of ['order.paid', 'Order.Paid', 'x:y-z', '']) expect(maskType(type)).toBe(type);
  expect(maskType('visit.13812345678')).not.toMatch(clear);
  for (const type of ['王芳来访', 'call 13812345678']) expect(maskType(type)).toBe('•••');
});

it('knows a masked text by what stands in it', () => {
  expect(['138••••5678', '•••', 'm•••@example.com'].every(isMaskedText)).toBe(true);
  expect(isMaskedText('a • b')).toBe(false);
});
