import { isRecord } from '../api/is-record.ts';
import { listOf, numberOf, readName, recordAt } from './document-parts.ts';
import type { Bilingual, Documents, Rest } from './document-parts.ts';

export const settingsPath = 'settings.json';

/** Purchases counted over a trailing window: the field `metric.<id>` of conditions. */
export interface MetricDocument {
  readonly id: string;
  readonly name: Bilingual;
  /** Null while it is not given. */
  readonly days: number | null;
  readonly rest: Rest;
}

export const purchaseMoments = ['placed', 'paid'] as const;

export interface SettingsDocument {
  readonly name: Bilingual;
  readonly purchaseCountsWhen: (typeof purchaseMoments)[number];
  readonly metrics: readonly MetricDocument[];
  readonly rest: Rest;
}

export function readSettings(documents: Documents): SettingsDocument {
  const { name, purchaseCountsWhen, metrics, ...rest } = recordAt(documents, settingsPath);
  return {
    name: readName(name),
    purchaseCountsWhen: purchaseMoments.find((one) => one === purchaseCountsWhen) ?? 'placed',
    metrics: listOf(metrics).flatMap((metric) => readMetric(metric) ?? []),
    rest,
  };
}

export function writeSettings({ name, purchaseCountsWhen, metrics, rest }: SettingsDocument): Record<string, unknown> {
  return {
    ...rest,
    name,
    purchaseCountsWhen,
    metrics: metrics.map((metric) => ({ ...metric.rest, id: metric.id, name: metric.name, days: metric.days })),
  };
}

function readMetric(value: unknown): MetricDocument | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, days, ...rest } = value;
  return typeof id === 'string' ? { id, name: readName(name), days: numberOf(days), rest } : undefined;
}
