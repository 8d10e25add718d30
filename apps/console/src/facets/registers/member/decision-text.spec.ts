import { createInstance, type TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { known as knownEn } from '../../../i18n/en/known.ts';
import { known as knownZh } from '../../../i18n/zh/known.ts';
import { attributeText, tagText } from './decision-text.ts';

async function wordsOf(words: object, known: object): Promise<TFunction> {
  const texts = { translation: { registers: words, known } };
  return createInstance().init({ lng: 'x', resources: { x: texts }, interpolation: { escapeValue: false } });
}

const [english, chinese] = await Promise.all([wordsOf(en, knownEn), wordsOf(zh, knownZh)]);
const decided = (...writes: readonly object[]) => ({ payload: { registers: { writes } }, memberId: 'm' });

it('says in both languages which tag was added or taken off', () => {
  const added = decided({ kind: 'tag', name: 'vip', value: true });
  const removed = decided({ kind: 'tag', name: 'vip', value: null });
  expect([tagText(added, english), tagText(added, chinese)]).toEqual(['Tag added: vip', '添加标签：vip']);
  expect([tagText(removed, english), tagText(removed, chinese)]).toEqual(['Tag taken off: vip', '移除标签：vip']);
});

it('says that nothing changed where nothing did', () => {
  for (const payload of [{}, { registers: { writes: [] } }, null, 'broken']) {
    expect(tagText({ payload, memberId: 'm' }, english)).toBe('Tags left as they were');
    expect(attributeText({ payload, memberId: 'm' }, chinese)).toBe('属性未变');
  }
});

it('names attributes with plain values, and personal ones by their names alone', () => {
  const personal = { kind: 'attribute', name: 'realName', value: { $secret: 'realName' } };
  const decision = decided(
    { kind: 'attribute', name: 'city', value: '厦门' },
    { kind: 'attribute', name: 'level', value: null },
    personal,
  );
  expect(attributeText(decision, english)).toBe('Attributes set: city = 厦门, level taken away, realName');
  expect(attributeText(decision, chinese)).toBe('设置属性：城市 = 厦门、移除 级别、realName');
});
