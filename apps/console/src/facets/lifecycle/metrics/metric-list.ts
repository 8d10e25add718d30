import { metricField, metricsMax } from '@perennial/domain';
import type { FieldDefinition } from '@perennial/domain';
import { isRecord } from '../../../api/is-record.ts';
import type { LifecycleDocument, StageDocument } from '../../../stages/lifecycle-document.ts';
import type { Bilingual } from '../../../editing/document-parts.ts';
import type { MetricDocument } from '../../../editing/settings-document.ts';

/** Where a metric is read: a stage of a lifecycle. */
export interface MetricUse {
  readonly lifecycle: LifecycleDocument;
  readonly stage: StageDocument;
}

/** What is typed into the form of a metric; what is left empty is named after the window. */
export interface MetricInput {
  readonly days: number;
  readonly id?: string | undefined;
  readonly nameEn?: string | undefined;
  readonly nameZh?: string | undefined;
}

export const metricIdPattern = /^[a-z][a-z0-9_-]{0,19}$/u;

export function fieldOfMetric(id: string): string {
  return `metric.${id}`;
}

export function canAdd(metrics: readonly MetricDocument[]): boolean {
  return metrics.length < metricsMax;
}

/** The id that a new metric over so many days gets: one that no other has. */
export function freeId(metrics: readonly MetricDocument[], days: number): string {
  const ids = new Set(metrics.map(({ id }) => id));
  const first = `purchases_${Math.round(days)}d`;
  if (!ids.has(first)) return first;
  let number = 2;
  while (ids.has(`${first}_${number}`)) number += 1;
  return `${first}_${number}`;
}

export function nameOfWindow(days: number): Bilingual {
  return { en: `Purchases in the last ${days} days`, zh: `近 ${days} 天购买次数` };
}

/** The list with the metric of `id` changed, or with a new one at its end where `id` is undefined. */
export function putMetric(
  metrics: readonly MetricDocument[],
  id: string | undefined,
  input: MetricInput,
): readonly MetricDocument[] {
  const usual = nameOfWindow(input.days);
  const name = { en: orElse(input.nameEn, usual.en), zh: orElse(input.nameZh, usual.zh) };
  if (id !== undefined)
    return metrics.map((metric) => (metric.id === id ? { ...metric, name, days: input.days } : metric));
  const own = orElse(input.id, freeId(metrics, input.days));
  return [...metrics, { id: own, name, days: input.days, rest: { kind: 'purchases_within' } }];
}

export function removeMetric(metrics: readonly MetricDocument[], id: string): readonly MetricDocument[] {
  return metrics.filter((metric) => metric.id !== id);
}

function orElse(text: string | undefined, usual: string): string {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? usual : trimmed;
}

/** Every stage whose condition reads the metric, of whatever lifecycle. */
export function usesOf(id: string, lifecycles: readonly LifecycleDocument[]): readonly MetricUse[] {
  const field = fieldOfMetric(id);
  return lifecycles.flatMap((lifecycle) =>
    lifecycle.stages.filter(({ condition }) => reads(condition, field)).map((stage) => ({ lifecycle, stage })),
  );
}

function reads(condition: unknown, field: string): boolean {
  if (!isRecord(condition)) return false;
  const { rules } = condition;
  return Array.isArray(rules) ? rules.some((rule: unknown) => reads(rule, field)) : condition['field'] === field;
}

/** The fields that these metrics are in conditions, published or not. */
export function metricFields(metrics: readonly MetricDocument[]): readonly FieldDefinition[] {
  const named = metrics.map(({ id, name, days }) => ({ id, name, kind: 'purchases_within' as const, days: days ?? 1 }));
  return named.map(metricField);
}
