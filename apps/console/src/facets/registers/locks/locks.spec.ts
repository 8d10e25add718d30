import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { emptiedOf, locksOf, writerText } from './locks.ts';

const lock = (attribute: string) => ({
  attribute,
  changes: 1,
  every: 'year' as const,
  isLocked: true,
  mayChangeAt: null,
});
const item = (attribute: string) => ({
  attribute,
  outcome: 'set' as const,
  before: null,
  value: '05-17',
  by: '',
  reason: '',
  at: '2025-01-10T00:00:00.000Z',
  mayChangeAt: null,
  reference: 'r',
});

it('gives each lock its own log, and no lock to what the program does not lock', () => {
  const locks = locksOf({ locks: [lock('birthday'), lock('level')], items: [item('birthday'), item('old')] });
  expect([...locks.keys()]).toEqual(['birthday', 'level']);
  expect(locks.get('birthday')?.items).toHaveLength(1);
  expect(locks.get('level')?.items).toEqual([]);
  expect(locksOf(undefined).size).toBe(0);
});

it('keeps the log of a value that was taken away within reach, and draws no row for what was never set', () => {
  const locks = locksOf({ locks: [lock('birthday'), lock('level')], items: [item('birthday')] });
  expect(emptiedOf(locks, []).map(({ attribute }) => attribute)).toEqual(['birthday']);
  expect(emptiedOf(locks, [{ name: 'birthday' }])).toEqual([]);
});

it.each([
  [en, ['a staff or API command', 'merge of two members', 'shop']],
  [zh, ['员工操作或接口命令', '会员合并', 'shop']],
])('says who wrote in the words of the reader', async (words, said) => {
  const t = await createInstance().init({ lng: 'x', resources: { x: { translation: { registers: words } } } });
  expect(['', 'merge', 'shop'].map((by) => writerText(by, t))).toEqual(said);
});
