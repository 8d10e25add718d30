import { expect, it } from 'vitest';
import { createCommandKeys } from './command-key.ts';

it('keeps the key while the same is tried again, and has another for anything else', () => {
  const keyOf = createCommandKeys();
  const first = keyOf({ city: '上海' });
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(keyOf({ city: '上海' })).toBe(first);
  const second = keyOf({ city: '北京' });
  expect(second).not.toBe(first);
  expect(createCommandKeys()({ city: '上海' })).not.toBe(first);
});
