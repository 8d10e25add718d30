import { conditionOperators } from '@perennial/domain';
import type { TFunction } from 'i18next';
import { attributeValue, channelName } from '../i18n/known-names.ts';
import type { Formatter } from '../format/format.ts';
import { isRecord } from '../api/is-record.ts';
import { isPlainDate } from '../format/zoned-days.ts';
import type { DocumentCondition } from './builder-query.ts';

/** What the console needs to know of a field to write its values. */
export interface FieldView {
  readonly field: string;
  readonly type: string;
  readonly unit: string;
  readonly label: string;
  /** What its values are called, where they have names. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

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
  const field = context.fieldOf(rule.field ?? '');
  if (field.type === 'boolean' && typeof rule.value === 'boolean') {
    const holds = (rule.operator === '=') === rule.value;
    return holds ? field.label : context.t('condition.without', { what: field.label });
  }
  return [field.label, comparisonText(rule, field, context)].filter((part) => part !== '').join(' ');
}

/** What a clause says of its field: "within the last 90 days". */
export function comparisonText(
  { operator = '', value }: { operator?: string | undefined; value?: unknown },
  field: FieldView,
  context: TextContext,
): string {
  if (operator === 'null' || operator === 'notNull') return operatorText(operator, context.t);
  // A list of one is that one.
  const isOne = Array.isArray(value) && value.length === 1;
  const name = isOne && operator === 'in' ? '=' : isOne && operator === 'notIn' ? '!=' : operator;
  const text =
    operator === 'between' && Array.isArray(value)
      ? value.map((bound: unknown) => valueText(bound, field, context)).join(' – ')
      : valueText(value, field, context);
  return [operatorText(name, context.t), text].filter((part) => part !== '').join(' ');
}

const textDepthMax = 5;

/** A whole condition as a sentence: "any of (Purchases is at least 3; Tag “vip”)". */
export function conditionText(condition: DocumentCondition, context: TextContext, depth = 0): string {
  if (!('rules' in condition)) return clauseText(condition, context);
  const { combinator, not, rules } = condition;
  const word = not === true ? (combinator === 'and' ? 'notAnd' : 'notOr') : combinator;
  const inner =
    depth >= textDepthMax
      ? '…'
      : rules.map((rule) => conditionText(rule, context, depth + 1)).join(context.t('condition.semicolon'));
  return context.t('condition.group', { combinator: context.t(`condition.combinator.${word}`), clauses: inner });
}

export function operatorText(operator: string, t: TFunction): string {
  const known = conditionOperators.find((one) => one === operator);
  return known === undefined ? operator : t(`condition.operator.${known}`);
}

/** A value of a field, in the field's unit; windows in words. */
export function valueText(value: unknown, field: FieldView, context: TextContext): string {
  const { t, format } = context;
  if (value === null || value === undefined) return t('value.none');
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no');
  if (Array.isArray(value))
    return value.map((item: unknown) => valueText(item, field, context)).join(t('condition.comma'));
  if (isRecord(value)) return windowText(value, t);
  if (field.type === 'instant' && (typeof value === 'number' || typeof value === 'string'))
    return instantText(value, format);
  if (typeof value === 'number') return numberText(value, field, context);
  if (typeof value !== 'string') return JSON.stringify(value);
  return field.choices?.find((choice) => choice.value === value)?.label ?? knownText(field.field, value, t);
}

/** Common values of channels and attributes in words: `female`. */
function knownText(field: string, value: string, t: TFunction): string {
  if (field === 'place.channel') return channelName(value, t);
  return field.startsWith('attribute.') ? attributeValue(field.slice('attribute.'.length), value, t) : value;
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

function windowText(value: Record<string, unknown>, t: TFunction): string {
  const text = (name: string) => {
    const part = value[name];
    return typeof part === 'number' || typeof part === 'string' ? String(part) : '';
  };
  switch (value['window']) {
    case 'days':
      return t('condition.window.days', { days: text('days') });
    case 'personal':
      return t('condition.window.personal', { multiple: text('multiple'), min: text('minDays'), max: text('maxDays') });
    case 'cycle':
      return t('condition.window.cycle', { multiple: text('multiple'), fallback: text('fallbackDays') });
    default:
      return JSON.stringify(value);
  }
}

function instantText(value: number | string, format: Formatter): string {
  // A calendar day is the same day in every zone.
  if (typeof value === 'string' && isPlainDate(value)) return format.plainDate(value);
  const instant = typeof value === 'number' ? value : Date.parse(value);
  return Number.isNaN(instant) ? String(value) : format.day(instant);
}

function numberText(value: number, field: FieldView, { t, format }: TextContext): string {
  switch (field.unit) {
    case 'minor':
      return format.money(value);
    case 'hundredths':
      return format.decimal(value / 100, 2);
    case 'days':
      return value === 1 ? t('condition.window.oneDay') : t('condition.window.days', { days: format.decimal(value) });
    default:
      return format.decimal(value, 2);
  }
}
