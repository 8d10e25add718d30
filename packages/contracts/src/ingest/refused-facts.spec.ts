import { describe, expect, it } from 'vitest';
import { wordText } from '../sentences/word-sentence.ts';
import { checkFact } from './check-fact.ts';

const context = { source: 'shop', now: Date.UTC(2026, 0, 1) };

function problemOf(value: unknown) {
  const check = checkFact(value, context);
  return check.kind === 'problem' ? check.problem : undefined;
}

describe('a fact that is refused', () => {
  it('says what is missing, in its reason and at its place', () => {
    const problem = problemOf({ messageId: 'm1', type: 'order.placed', payload: { amountMinor: 100 } });
    expect(problem).toMatchObject({
      detail: 'orderId is required',
      errors: [
        {
          path: '/payload/orderId',
          message: 'orderId is required',
          code: 'issue.required',
          params: { field: 'orderId' },
        },
      ],
    });
    expect(wordText(problem?.detail ?? '', 'zh')).toBe('缺少“订单号”（orderId）');
  });

  it('says so of an order without an amount, of the envelope and of an identity', () => {
    expect(problemOf({ messageId: 'm1', type: 'order.placed', payload: { orderId: 'o1' } })?.detail).toBe(
      'amountMinor is required, or lines each with amountMinor or priceMinor',
    );
    expect(problemOf({ type: 'order.placed' })?.errors[0]?.message).toBe(
      'messageId is required: it makes repeats harmless',
    );
    expect(problemOf({ messageId: 'm1' })?.errors[0]?.message).toBe('type is required');
    for (const value of [
      { type: 'a.b' },
      { messageId: 'm', type: 'a.b', identities: 7 },
      { messageId: 'm', type: 'a.b', ocurredAt: 1 },
    ]) {
      const problem = problemOf(value);
      expect(wordText(problem?.detail ?? '', 'zh'), problem?.detail).toMatch(/\p{Script=Han}/u);
      for (const { code, message } of problem?.errors ?? []) expect(code, message).toBeDefined();
    }
  });

  it('words what was kept before sentences had codes', () => {
    expect(wordText('/payload/orderId: Invalid input: expected string, received undefined', 'zh')).toBe(
      '“订单号”（orderId）：应为文本，实际为缺失',
    );
    expect(wordText('/payload/orderId: Invalid input', 'zh')).toBe('“订单号”（orderId）：内容无效');
  });
});
