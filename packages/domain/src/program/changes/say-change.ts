import type { FactValue } from '../../kernel/base/payload.ts';
import type { ListWords } from '../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import { isObject } from '../../kernel/documents/read-json.ts';
import type { Place } from './change.ts';
import { shortJson, writeItem, writeKeys, writeStep } from './write-part.ts';
import type { Language, ObjectItemWords, Writers } from './write-part.ts';

/** The same thing said in each language. */
export function sayBoth(say: (language: Language) => string): LocalizedText {
  return { en: say('en'), zh: say('zh') };
}

/** What is said, with where it stands before it. */
export function sayAt({ trail }: Place, statement: LocalizedText): LocalizedText {
  return sayBoth((language) =>
    upperFirst([...trail, statement].map((step) => step[language]).reduce((a, b) => writeStep(a, b, language))),
  );
}

interface Sides {
  readonly from: FactValue | undefined;
  readonly to: FactValue | undefined;
}

/** From one to the other; where both read alike, how they are written. */
export function sayFromTo(from: LocalizedText, to: LocalizedText, raw: Sides): LocalizedText {
  const absent = { en: 'nothing', zh: '未写' } as const;
  return sayBoth((language) => {
    if (from[language] !== to[language]) return `${from[language]} → ${to[language]}`;
    const written = (value: FactValue | undefined) => (value === undefined ? absent[language] : shortJson(value));
    const [before, after] = [written(raw.from), written(raw.to)];
    return language === 'en'
      ? `${to.en} (written as ${before}, now as ${after})`
      : `${to.zh}（原写作 ${before}，现写作 ${after}）`;
  });
}

/** An item that came, with what it says. */
export function sayAdded(
  item: { readonly value: FactValue; readonly place: number },
  words: ListWords | undefined,
  writers: Writers,
): LocalizedText {
  const { value, place } = item;
  return sayBoth((language) => {
    const said = writeItem(value, words?.item, language);
    const isRanked = words?.order === 'precedence';
    const head =
      language === 'en'
        ? `${said} added${isRanked ? ` in place ${place + 1}` : ''}`
        : `新增${said}${isRanked ? `（第 ${place + 1} 位）` : ''}`;
    const parts = words?.item.kind === 'object' ? partsOf(value, words.item, writers[language]) : '';
    return parts === '' ? head : writeStep(head, parts, language);
  });
}

export function sayRemoved(value: FactValue, words: ListWords | undefined): LocalizedText {
  return {
    en: `${writeItem(value, words?.item, 'en')} removed`,
    zh: `移除${writeItem(value, words?.item, 'zh')}`,
  };
}

export function sayMoved(
  value: FactValue,
  { from, to }: { readonly from: number; readonly to: number },
  words: ListWords | undefined,
): LocalizedText {
  return {
    en: `${writeItem(value, words?.item, 'en')} moved from place ${from + 1} to place ${to + 1}`,
    zh: `${writeItem(value, words?.item, 'zh')}从第 ${from + 1} 位移至第 ${to + 1} 位`,
  };
}

/** How many differences there are where they are too many to be told one by one. */
export function sayMany(count: number): LocalizedText {
  return { en: `${count} differences`, zh: `${count} 处不同` };
}

function partsOf(value: FactValue, { keys, identifiedBy }: ObjectItemWords, writer: Writers['en']): string {
  if (!isObject(value)) return '';
  const naming = new Set(['name', ...identifiedBy]);
  const rest = Object.fromEntries(Object.entries(keys).filter(([key]) => !naming.has(key)));
  return writeKeys(value, rest, writer);
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
