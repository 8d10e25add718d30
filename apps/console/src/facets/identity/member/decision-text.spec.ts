import { createInstance, type TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { mergeText, undoMergeText } from './decision-text.ts';

async function wordsOf(words: object): Promise<TFunction> {
  return createInstance().init({ lng: 'x', resources: { x: { translation: { identity: words } } } });
}

const [english, chinese] = await Promise.all([wordsOf(en), wordsOf(zh)]);
const payload = { mergeId: 'id', survivorId: 'aaaaaaaa-1111', absorbedId: 'bbbbbbbb-2222' };
const seenBy = (memberId: string) => ({ payload, memberId });

it('tells a merge of the other one, on either side', () => {
  expect(mergeText(seenBy('aaaaaaaa-1111'), english)).toBe('Member bbbbbbbb… merged into this one');
  expect(mergeText(seenBy('bbbbbbbb-2222'), english)).toBe('Merged into member aaaaaaaa…');
  expect(mergeText(seenBy('aaaaaaaa-1111'), chinese)).toBe('会员 bbbbbbbb… 已并入此会员');
});

it('tells that a merge was taken back, on either side', () => {
  expect(undoMergeText(seenBy('aaaaaaaa-1111'), english)).toBe('Merge with member bbbbbbbb… undone');
  expect(undoMergeText(seenBy('bbbbbbbb-2222'), chinese)).toBe('撤销与会员 aaaaaaaa… 的合并');
});
