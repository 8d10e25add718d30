import { expect, it } from 'vitest';
import { documentMessage } from './document-messages.ts';

it('says the bounds of a number in both languages', () => {
  const message = 'A number from 1 to 1000 is expected here.';
  expect(documentMessage({ code: 'document.not_in_range', message })).toEqual({
    en: message,
    zh: '此处应为 1 至 1000 之间的数字。',
  });
});

it('says a problem without bounds by its code, and one it does not know in English with the code', () => {
  expect(documentMessage({ code: 'document.not_in_range', message: 'Odd.' }).zh).toBe('数字超出允许范围。');
  expect(documentMessage({ code: 'settings.metric_twice', message: 'x' }).zh).toBe('指标标识重复。');
  expect(documentMessage({ code: 'number_spaces.source_twice', message: 'x' }).zh).toBe(
    '同一来源只能属于一个编号空间。',
  );
  expect(documentMessage({ code: 'new.code', message: 'From 1 to 2 is expected' }).zh).toContain('new.code');
});
