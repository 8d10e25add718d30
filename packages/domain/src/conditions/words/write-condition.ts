import { conditionOperators } from '../../kernel/fields/field.ts';
import { conditionTexts, fillIn } from './condition-words.ts';
import type { ConditionTexts } from './condition-words.ts';

/** How a reader of one language writes what stands in conditions. */
export interface ValueWriter {
  readonly language: 'en' | 'zh';
  /** Rounded to at most so many decimals. */
  readonly decimal: (value: number, digits: number) => string;
  /** Minor units of the program's currency. */
  readonly money: (amountMinor: number) => string;
  /** A calendar day as text, or an instant as epoch milliseconds or text. */
  readonly day: (value: number | string) => string;
}

/** What must be known of a field to write its values. */
export interface WrittenField {
  readonly field: string;
  readonly type: string;
  readonly unit: string;
  readonly label: string;
  /** What its values are called, where they have names. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

export interface ConditionWriter extends ValueWriter {
  readonly fieldOf: (field: string) => WrittenField;
  /** What a text that everybody uses is called, such as a channel; any other stands as it is. */
  readonly nameOf?: (field: string, value: string) => string;
}

/** A rule as a document or a screen holds it, which need not be sound. */
export interface WrittenRule {
  readonly field?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: unknown;
}
export interface WrittenGroup {
  readonly combinator: 'and' | 'or';
  readonly not?: boolean;
  readonly rules: readonly WrittenCondition[];
}
export type WrittenCondition = WrittenRule | WrittenGroup;

const depthMax = 5;

/** A whole condition as a sentence: "any of (Purchases is at least 3; Tag “vip”)". */
export function writeCondition(condition: WrittenCondition, writer: ConditionWriter, depth = 0): string {
  if (!('rules' in condition)) return writeRule(condition, writer);
  const { combinator, not, rules } = condition;
  const texts = textsOf(writer);
  const word = not === true ? (combinator === 'and' ? 'notAnd' : 'notOr') : combinator;
  const clauses =
    depth >= depthMax ? '…' : rules.map((rule) => writeCondition(rule, writer, depth + 1)).join(texts.semicolon);
  return fillIn(texts.group, { combinator: texts.combinator[word], clauses });
}

/** One rule as a sentence: "Last purchase within the last 90 days". */
export function writeRule(rule: WrittenRule, writer: ConditionWriter): string {
  const field = writer.fieldOf(rule.field ?? '');
  if (field.type === 'boolean' && typeof rule.value === 'boolean') {
    const holds = (rule.operator === '=') === rule.value;
    return holds ? field.label : fillIn(textsOf(writer).without, { what: field.label });
  }
  return [field.label, writeComparison(rule, field, writer)].filter((part) => part !== '').join(' ');
}

/** What a rule says of its field: "within the last 90 days". */
export function writeComparison(
  { operator = '', value }: Pick<WrittenRule, 'operator' | 'value'>,
  field: WrittenField,
  writer: ConditionWriter,
): string {
  if (operator === 'null' || operator === 'notNull') return writeOperator(operator, writer.language);
  // A list of one is that one.
  const isOne = Array.isArray(value) && value.length === 1;
  const name = isOne && operator === 'in' ? '=' : isOne && operator === 'notIn' ? '!=' : operator;
  const text =
    operator === 'between' && Array.isArray(value)
      ? value.map((bound: unknown) => writeValue(bound, field, writer)).join(' – ')
      : writeValue(value, field, writer);
  return [writeOperator(name, writer.language), text].filter((part) => part !== '').join(' ');
}

/** One that is not known as it stands. */
export function writeOperator(operator: string, language: ValueWriter['language']): string {
  const known = conditionOperators.find((one) => one === operator);
  return known === undefined ? operator : conditionTexts[language].operator[known];
}

/** A value of a field, in the field's unit; windows in words. */
export function writeValue(value: unknown, field: WrittenField, writer: ConditionWriter): string {
  const texts = textsOf(writer);
  if (value === null || value === undefined) return texts.none;
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (Array.isArray(value)) return value.map((item: unknown) => writeValue(item, field, writer)).join(texts.comma);
  if (typeof value === 'object') return writeWindow(value, texts);
  if (field.type === 'instant' && (typeof value === 'number' || typeof value === 'string')) return writer.day(value);
  if (typeof value === 'number') return writeNumber(value, field, writer);
  if (typeof value !== 'string') return JSON.stringify(value);
  const choice = field.choices?.find((one) => one.value === value)?.label;
  return choice ?? writer.nameOf?.(field.field, value) ?? value;
}

/** So many days: "1 day", "90 days". */
export function writeDays(days: number, writer: ValueWriter): string {
  const { window } = textsOf(writer);
  return days === 1 ? window.oneDay : fillIn(window.days, { days: writer.decimal(days, 1) });
}

function textsOf({ language }: ValueWriter): ConditionTexts {
  return conditionTexts[language];
}

function writeWindow(value: object, { window }: ConditionTexts): string {
  const parts: Readonly<Record<string, unknown>> = { ...value };
  const part = (name: string) => {
    const found = parts[name];
    return typeof found === 'number' || typeof found === 'string' ? String(found) : '';
  };
  switch (parts['window']) {
    case 'days':
      return fillIn(window.days, { days: part('days') });
    case 'personal':
      return fillIn(window.personal, { multiple: part('multiple'), min: part('minDays'), max: part('maxDays') });
    case 'cycle':
      return fillIn(window.cycle, { multiple: part('multiple'), fallback: part('fallbackDays') });
    default:
      return JSON.stringify(value);
  }
}

function writeNumber(value: number, field: WrittenField, writer: ConditionWriter): string {
  switch (field.unit) {
    case 'minor':
      return writer.money(value);
    case 'hundredths':
      return writer.decimal(value / 100, 2);
    case 'days':
      return writeDays(value, writer);
    default:
      return writer.decimal(value, 2);
  }
}
