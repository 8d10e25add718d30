import { writeCondition, writeDays } from '../../conditions/words/write-condition.ts';
import type { ConditionWriter, ValueWriter, WrittenCondition } from '../../conditions/words/write-condition.ts';
import { nameKey } from '../../kernel/documents/document-words.ts';
import type { ItemWords, KeyedWords, PartWords } from '../../kernel/documents/document-words.ts';
import type { LocalizedText } from '../../kernel/documents/localized-text.ts';
import { isObject } from '../../kernel/documents/read-json.ts';
import type { JsonObject } from '../../kernel/documents/read-json.ts';
import type { FactValue } from '../../kernel/base/payload.ts';

export type Language = ValueWriter['language'];
export type ObjectItemWords = Extract<ItemWords, { kind: 'object' }>;

/** One side of a comparison: how its values are written, in each language. */
export type Writers = { readonly [Of in Language]: ConditionWriter };

const nothing: LocalizedText = { en: 'none', zh: '无' };
const separator: LocalizedText = { en: ', ', zh: '、' };
const textMax = 200;
const itemsShownMax = 10;

/** A part of a document as people read it; what is not as its kind should be stands as JSON. */
export function writePart(value: FactValue | undefined, words: PartWords | undefined, writer: ConditionWriter): string {
  const { language } = writer;
  if (value === undefined || value === null) return (words?.absent ?? nothing)[language];
  switch (words?.kind) {
    case 'localized':
      return isObject(value) ? writeScalar(value[language] ?? value, writer) : writeScalar(value, writer);
    case 'days':
      return typeof value === 'number' ? writeDays(value, writer) : writeScalar(value, writer);
    case 'choice':
      return choiceOf(value, words.choices)?.[language] ?? writeScalar(value, writer);
    case 'condition':
      return isCondition(value) ? writeCondition(value, writer) : writeScalar(value, writer);
    case 'list':
      return Array.isArray(value) ? writeList(value, words.item, writer) : writeScalar(value, writer);
    case 'text':
    case 'number':
    case 'object':
    case undefined:
      return writeScalar(value, writer);
  }
}

/** What an object says, key by key, without what names it. */
export function writeKeys(object: JsonObject, keys: KeyedWords, writer: ConditionWriter): string {
  const told = Object.entries(keys).filter(([key]) => object[key] !== undefined);
  return told
    .map(([key, words]) =>
      writeStep(words.name[writer.language], writePart(object[key], words, writer), writer.language),
    )
    .join(writer.language === 'en' ? '; ' : '；');
}

/** Two steps of a trail, or a name and its value. */
export function writeStep(before: string, after: string, language: Language): string {
  return language === 'en' ? `${before}: ${after}` : `${before}：${after}`;
}

/** An item by its noun and name: stage “Active”. */
export function writeItem(item: FactValue, words: ItemWords | undefined, language: Language): string {
  if (words === undefined) return shortJson(item);
  const name = words.kind === 'text' ? textOf(item) : nameOf(item, words.identifiedBy, language);
  return writeNamed(words.noun[language], name ?? shortJson(item), language);
}

export function writeNamed(noun: string, name: string, language: Language): string {
  return language === 'en' ? `${noun} “${name}”` : `${noun}“${name}”`;
}

/** What an object is called: its name in the language, else what tells it from others; null without either. */
export function nameOf(item: FactValue, identifiedBy: readonly string[], language: Language): string | null {
  if (!isObject(item)) return null;
  const name = item[nameKey];
  const text = isObject(name) ? name[language] : name;
  if (typeof text === 'string' && text !== '') return shorten(text);
  const parts = identifiedBy.map((key) => item[key]).filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.map(textOf).join(' ');
}

/** JSON, cut where it is long. */
export function shortJson(value: FactValue | undefined): string {
  return shorten(value === undefined ? '' : JSON.stringify(value));
}

/** Whether something has the shape of a condition, sound or not. */
export function isCondition(value: FactValue | undefined): value is FactValue & WrittenCondition {
  if (!isObject(value)) return false;
  if ('rules' in value) return isGroup(value);
  return typeof value['field'] === 'string' && typeof value['operator'] === 'string';
}

function isGroup({ combinator, rules }: JsonObject): boolean {
  return (
    (combinator === 'and' || combinator === 'or') &&
    Array.isArray(rules) &&
    rules.every((rule: FactValue) => isCondition(rule))
  );
}

function writeList(items: readonly FactValue[], words: ItemWords, writer: ConditionWriter): string {
  const { language } = writer;
  if (items.length === 0) return nothing[language];
  const shown = items
    .slice(0, itemsShownMax)
    .map((item) => (words.kind === 'text' ? writeScalar(item, writer) : writeItem(item, words, language)))
    .join(separator[language]);
  const more = items.length - itemsShownMax;
  if (more <= 0) return shown;
  return language === 'en' ? `${shown} and ${more} more` : `${shown}等 ${items.length} 项`;
}

function writeScalar(value: FactValue, writer: ConditionWriter): string {
  if (typeof value === 'string') return `“${shorten(value)}”`;
  return typeof value === 'number' ? writer.decimal(value, 3) : shortJson(value);
}

function choiceOf(value: FactValue, choices: { readonly [value: string]: LocalizedText }): LocalizedText | undefined {
  const key = textOf(value);
  return Object.hasOwn(choices, key) ? choices[key] : undefined;
}

function textOf(value: FactValue | undefined): string {
  return typeof value === 'string' ? shorten(value) : shortJson(value);
}

function shorten(text: string): string {
  return text.length > textMax ? `${text.slice(0, textMax)}…` : text;
}
