import { knownFactTypes } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { checkFact } from './check-fact.ts';
import { fieldMeaningsOf, knownFacts } from './known-facts.ts';

const context = { source: 'shop', now: Date.parse('2026-06-01T00:00:00Z') };
const fact = (type: string, payload: unknown) => ({
  messageId: 'm',
  type,
  occurredAt: '2026-05-01T08:00:00+08:00',
  payload,
});
const isTaken = (type: string, payload: unknown) => checkFact(fact(type, payload), context).kind === 'fact';

describe('known facts', () => {
  it('have a schema each, those that the fold knows', () => {
    expect(Object.keys(knownFacts).toSorted()).toEqual([...knownFactTypes].toSorted());
  });

  it('mark what is personal, through optional objects and lists', () => {
    const personal = (type: string) =>
      [...fieldMeaningsOf(type)].flatMap(([path, meaning]) => (meaning === 'personal' ? [path] : []));
    expect(personal('member.registered')).toContain('attributes.name');
    expect(personal('attributes.changed')).toContain('attributes.phone');
    expect(personal('order.paid')).toEqual(['shippingAddress', 'recipient']);
    expect(fieldMeaningsOf('order.refunded').get('lines.productId')).toBe('other');
    expect(fieldMeaningsOf('something.else').size).toBe(0);
  });

  it.each<[string, unknown, unknown]>([
    ['order.placed', { orderId: 1, amountMinor: 0 }, { orderId: '', amountMinor: 0 }],
    [
      'order.placed',
      { orderId: 'a', lines: [{ productId: 'p', amountMinor: 1 }] },
      { orderId: 'a', lines: [{ amountMinor: 1 }] },
    ],
    ['order.paid', { orderId: 'a', lines: [{ productId: 'p', priceMinor: 5 }] }, { orderId: 'a', lines: [] }],
    [
      'order.paid',
      { orderId: 'a', amountMinor: 1, lines: [{ productId: 'p' }] },
      { orderId: 'a', lines: [{ productId: 'p', priceMinor: 5 }, { productId: 'q' }] },
    ],
    [
      'order.paid',
      { orderId: 'a', amountMinor: 1, currency: 'CNY' },
      { orderId: 'a', amountMinor: 1, currency: 'yuan' },
    ],
    ['order.refunded', { orderId: 'a' }, { orderId: 'a', amountMinor: -1 }],
    [
      'order.refunded',
      { orderId: 'a', lines: [{ productId: 'p', quantity: 1 }] },
      { orderId: 'a', lines: [{ quantity: 1 }] },
    ],
    ['order.cancelled', { orderId: 'a', why: 'x' }, {}],
    ['review.posted', { rating: 4.5 }, { rating: 6 }],
    ['consent.changed', { topic: 'marketing.sms', isGranted: false }, { topic: 'marketing.sms' }],
    ['tag.added', { tag: 'vip' }, { tag: '' }],
    ['attributes.changed', { attributes: { city: '上海', name: null } }, { attributes: [] }],
  ])('%s takes %j and not %j', (type, good, bad) => {
    expect([isTaken(type, good), isTaken(type, bad)]).toEqual([true, false]);
  });

  it('tell where the mistake is', () => {
    const check = checkFact(
      fact('order.placed', { orderId: 'a', lines: [{ productId: 'p', priceMinor: 1, quantity: -1 }] }),
      context,
    );
    expect(check).toMatchObject({ problem: { code: 'fact.invalid', errors: [{ path: '/payload/lines/0/quantity' }] } });
  });
});

describe('the envelope', () => {
  it('reads identities as an object or a list, and instants as ISO or epoch milliseconds', () => {
    const asObject = checkFact(
      { ...fact('a', {}), identities: { phone: 13_800_000_000, email: ['a@b.cn', 'c@d.cn'], card_no: null } },
      context,
    );
    expect(asObject).toMatchObject({
      fact: {
        occurredAt: Date.parse('2026-05-01T00:00:00Z'),
        identities: [{ type: 'phone', value: '13800000000' }, { value: 'a@b.cn' }, { value: 'c@d.cn' }],
      },
    });
    const asList = checkFact(
      { ...fact('a', {}), occurredAt: 1_777_000_000_000, identities: [{ type: 'wechat_openid:wx1', value: 'o1' }] },
      context,
    );
    expect(asList).toMatchObject({
      fact: { occurredAt: 1_777_000_000_000, identities: [{ type: 'wechat_openid:wx1' }] },
    });
  });

  it('takes facts without a time for what happened when they came', () => {
    const { occurredAt: _occurredAt, ...untimed } = fact('a', {});
    expect(checkFact(untimed, context)).toMatchObject({ fact: { occurredAt: context.now, statedAt: null } });
    expect(checkFact(untimed, { ...context, receivedAt: context.now - 5000 })).toMatchObject({
      fact: { occurredAt: context.now - 5000 },
    });
  });

  it.each(['ocurredAt', 'occurred_at', 'userId', 'memberId'])(
    'names a field that no fact has: %s dated or named nothing',
    (name) => {
      const check = checkFact({ ...fact('a', {}), [name]: '2026-01-01T00:00:00Z' }, context);
      expect(check).toMatchObject({
        problem: { code: 'fact.invalid', isQuarantined: true, errors: [{ path: `/${name}` }] },
      });
    },
  );

  it.each(['2026-02-30T00:00:00Z', '2025-02-29T00:00:00+08:00', '2026-04-31T10:00:00Z'])(
    'does not take a day that no calendar has for the next one: %s',
    (occurredAt) => {
      const check = checkFact({ ...fact('a', {}), occurredAt }, context);
      expect(check).toMatchObject({ problem: { code: 'fact.invalid', errors: [{ path: '/occurredAt' }] } });
    },
  );

  it.each(['2024-02-29T23:59:60Z', '2024-02-29T00:00:00.123456789+08:00', '2024-02-29T24:00:00Z'])(
    'knows leap days: %s',
    (occurredAt) => {
      const isRead = Number.isFinite(Date.parse(occurredAt));
      expect(checkFact({ ...fact('a', {}), occurredAt }, context).kind).toBe(isRead ? 'fact' : 'problem');
    },
  );

  it.each(['{"x":1e400}', '{"x":-1e400}', '{"list":[1,1e400]}', '{"deep":{"x":1e999}}'])(
    'does not take a number that no computer holds for nothing: %s',
    (payload) => {
      const check = checkFact(fact('thing.done', JSON.parse(payload)), context);
      expect(check).toMatchObject({ problem: { code: 'fact.invalid', isQuarantined: true } });
    },
  );
});
