import { isRecord } from '../stages/lifecycle-document.ts';

/** The documents of a program beside its lifecycles. Read tolerantly: a draft may be half written; what is not known is kept. */
export const settingsPath = 'settings.json';
export const statisticsPath = 'statistics.json';
export const identitiesPath = 'identities.json';

type Rest = Readonly<Record<string, unknown>>;
type Documents = Readonly<Record<string, unknown>>;

export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

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

export interface CategoryCycle {
  readonly category: string;
  readonly days: number | null;
}

export interface StatisticsDocument {
  readonly brandGapDays: number | null;
  readonly categoryCycles: readonly CategoryCycle[];
  readonly rest: Rest;
}

export const strengths = ['strong', 'weak'] as const;
export const normalisers = ['phone', 'email', 'digits', 'lower', 'exact'] as const;

export interface PolicyDocument {
  readonly type: string;
  readonly strength: (typeof strengths)[number];
  readonly priority: number;
  readonly perMemberMax: number;
  readonly normaliser: (typeof normalisers)[number];
  readonly blockedValues: readonly string[];
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

export function readStatistics(documents: Documents): StatisticsDocument {
  const { brandGapDays, categoryCycles, ...rest } = recordAt(documents, statisticsPath);
  return {
    brandGapDays: numberOf(brandGapDays),
    categoryCycles: listOf(categoryCycles).flatMap((cycle) =>
      isRecord(cycle) && typeof cycle['category'] === 'string'
        ? [{ category: cycle['category'], days: numberOf(cycle['days']) }]
        : [],
    ),
    rest,
  };
}

export function writeStatistics({ rest, ...known }: StatisticsDocument): Record<string, unknown> {
  return { ...rest, ...known };
}

/** The program's own policies; the others are the default ones. */
export function readPolicies(documents: Documents): readonly PolicyDocument[] {
  return listOf(recordAt(documents, identitiesPath)['types']).flatMap((policy) => readPolicy(policy) ?? []);
}

/** A program without policies of its own has no such document. */
export function writePolicies(policies: readonly PolicyDocument[]): Record<string, unknown> | undefined {
  return policies.length === 0 ? undefined : { types: policies };
}

function readPolicy(value: unknown): PolicyDocument | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined;
  return {
    type: value['type'],
    strength: strengths.find((one) => one === value['strength']) ?? 'strong',
    priority: numberOf(value['priority']) ?? 0,
    perMemberMax: numberOf(value['perMemberMax']) ?? 1,
    normaliser: normalisers.find((one) => one === value['normaliser']) ?? 'exact',
    blockedValues: listOf(value['blockedValues']).filter((one) => typeof one === 'string'),
  };
}

function recordAt(documents: Documents, path: string): Record<string, unknown> {
  const value = documents[path];
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function readName(value: unknown): Bilingual {
  if (!isRecord(value)) return { en: '', zh: '' };
  const { en, zh } = value;
  return { en: typeof en === 'string' ? en : '', zh: typeof zh === 'string' ? zh : '' };
}
