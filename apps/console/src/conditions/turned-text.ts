import { isRecord } from '../api/is-record.ts';
import { clauseText, valueText } from './condition-text.ts';
import type { TextContext } from './condition-text.ts';

/** A rule that time alone has turned, as it reads since. */
export interface TurnedRule {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
  readonly resolved: unknown;
  readonly actual: unknown;
  readonly isTrue: boolean;
}

/** Fields of what was done last: time turns them by nothing of the kind being done. */
const deeds = [
  'purchase',
  'interaction',
  'sign_in',
  'page_view',
  'product_view',
  'cart',
  'store_visit',
  'check_in',
  'review',
  'complaint',
  'survey',
  'referral',
  'message_opened',
  'message_clicked',
] as const;

/** What time did: "90 days without a purchase". */
export function turnedText(rule: TurnedRule, context: TextContext): string {
  const { t, format } = context;
  const isOver = rule.isTrue === (rule.operator === 'notWithin');
  if (typeof rule.resolved !== 'number' || !isRecord(rule.value) || !isOver) return otherText(rule, context);
  const text = spanText(rule.field, t('condition.window.days', { days: format.decimal(rule.resolved) }), context);
  // Plain days say themselves what they come to; her own rhythm and a category's cycle do not.
  if (rule.value['window'] === 'days') return text;
  const { type, unit, label } = context.fieldOf(rule.field);
  const window = valueText(rule.value, { field: rule.field, type, unit, label }, context);
  return t('condition.turned.ofWindow', { text, window });
}

function spanText(field: string, days: string, { t, fieldOf }: TextContext): string {
  const deed = deeds.find((one) => field === `${one}.last`);
  if (deed !== undefined) return t('condition.turned.without', { days, what: t(`condition.turned.deed.${deed}`) });
  if (field === 'purchase.first') return t('condition.turned.sinceFirst', { days });
  if (field === 'registration.at') return t('condition.turned.sinceRegistration', { days });
  return t('condition.turned.since', { days, what: fieldOf(field).label });
}

function otherText(rule: TurnedRule, context: TextContext): string {
  const clause = clauseText(rule, context);
  if (rule.isTrue) return context.t('condition.turned.holds', { clause });
  const actual = valueText(rule.actual, context.fieldOf(rule.field), context);
  return context.t('condition.turned.ends', { clause, actual });
}
