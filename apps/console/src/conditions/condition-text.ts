import { writeComparison, writeCondition, writeOperator, writeRule, writeValue } from '@perennial/domain';
import type { ConditionWriter, WrittenField } from '@perennial/domain';
import type { TFunction } from 'i18next';
import { attributeValue, channelName } from '../i18n/known-names.ts';
import type { Formatter } from '../format/format.ts';
import { isRecord } from '../api/is-record.ts';
import { isPlainDate } from '../format/zoned-days.ts';
import type { DocumentCondition } from './builder-query.ts';

/** What the console needs to know of a field to write its values. */
export type FieldView = WrittenField;

export interface TextContext {
  readonly t: TFunction;
  readonly format: Formatter;
  readonly fieldOf: (field: string) => FieldView;
}

/** One clause as a sentence: "Last purchase within the last 90 days". */
export function clauseText(
  rule: { field?: string | undefined; operator?: string | undefined; value?: unknown },
  context: TextContext,
): string {
  return writeRule(rule, writerOf(context));
}

/** What a clause says of its field: "within the last 90 days". */
export function comparisonText(
  rule: { operator?: string | undefined; value?: unknown },
  field: FieldView,
  context: TextContext,
): string {
  return writeComparison(rule, field, writerOf(context));
}

/** A whole condition as a sentence: "any of (Purchases is at least 3; Tag “vip”)". */
export function conditionText(condition: DocumentCondition, context: TextContext): string {
  return writeCondition(condition, writerOf(context));
}

export function operatorText(operator: string, locale: Formatter['locale']): string {
  return writeOperator(operator, languageOf(locale));
}

/** A value of a field, in the field's unit; windows in words. */
export function valueText(value: unknown, field: FieldView, context: TextContext): string {
  return writeValue(value, field, writerOf(context));
}

/** A bound that a window came to: days of a personal window, or the instant that it begins at. */
export function resolvedText(value: unknown, { t, format }: TextContext): string | undefined {
  if (isRecord(value) && typeof value['days'] === 'number') {
    return t('condition.window.resolved', { days: format.decimal(value['days']) });
  }
  if (typeof value === 'number') {
    return value < 100_000 ? t('condition.window.resolved', { days: format.decimal(value) }) : format.day(value);
  }
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? format.day(value) : undefined;
}

/** The one wording of conditions, in the language, units and names of the reader. */
export function writerOf({ t, format, fieldOf }: TextContext): ConditionWriter {
  const { decimal, money } = format;
  return {
    language: languageOf(format.locale),
    decimal,
    money,
    day: (value) => instantText(value, format),
    fieldOf,
    nameOf: (field, value) => knownText(field, value, t),
  };
}

function languageOf(locale: Formatter['locale']): 'en' | 'zh' {
  return locale === 'en' ? 'en' : 'zh';
}

/** Common values of channels and attributes in words: `female`. */
function knownText(field: string, value: string, t: TFunction): string {
  if (field === 'place.channel') return channelName(value, t);
  return field.startsWith('attribute.') ? attributeValue(field.slice('attribute.'.length), value, t) : value;
}

function instantText(value: number | string, format: Formatter): string {
  // A calendar day is the same day in every zone.
  if (typeof value === 'string' && isPlainDate(value)) return format.plainDate(value);
  const instant = typeof value === 'number' ? value : Date.parse(value);
  return Number.isNaN(instant) ? String(value) : format.day(instant);
}
