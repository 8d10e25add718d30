import { expect, it } from 'vitest';
import { idempotencyKey } from './idempotency-key.ts';

it('is any visible text that a header carries, of bounded length', () => {
  for (const key of ['a', crypto.randomUUID(), '"quoted"', 'till-7/2026-01-31/000123', 'x'.repeat(200)])
    expect(idempotencyKey.safeParse(key).success, key).toBe(true);
  for (const key of ['', ' ', 'a b', 'a\n', '\u0000', '键', 'é', 'x'.repeat(201)])
    expect(idempotencyKey.safeParse(key).success, key).toBe(false);
});
