import type { LocalizedText } from '../conditions/condition.ts';
import type { NamedMetric } from '../conditions/field-catalogue.ts';
import type { FactValue } from '../facts/payload.ts';

/** Documents by path, parsed from JSON: `settings.json`, `statistics.json`, `identities.json`, `lifecycles/<id>.json`. */
export type ProgramDocuments = { readonly [path: string]: FactValue };

export const settingsPath = 'settings.json';
export const statisticsPath = 'statistics.json';
export const identitiesPath = 'identities.json';
export const lifecyclesFolder = 'lifecycles/';

/** `settings.json` */
export interface ProgramSettings {
  readonly name: LocalizedText;
  /** Whether an order is a purchase when it is placed or only when it is paid. */
  readonly purchaseCountsWhen: 'placed' | 'paid';
  readonly metrics: readonly NamedMetric[];
}

/** `statistics.json`: what the fold reads of the brand as a whole; published like any other document. */
export interface ProgramStatistics {
  /** The brand's median gap between purchases, days. */
  readonly brandGapDays: number;
  readonly categoryCycles: readonly { readonly category: string; readonly days: number }[];
}

export const metricsMax = 20;
export const categoryCyclesMax = 2000;
export const identityPoliciesMax = 100;
export const blockedValuesMax = 1000;
/** `phone`, `external_id:crm`, or `external_id:*` for every type of that family. */
export const identityTypePattern = /^[a-z][a-z0-9_]{0,39}(:(\*|[A-Za-z0-9_.-]{1,60}))?$/u;
/** Least and greatest of the numbers of an identity policy. */
export const identityPolicyBounds = { priority: { min: 0, max: 1000 }, perMemberMax: { min: 1, max: 1000 } } as const;
export const documentsMax = 200;
export const documentBytesMax = 256 * 1024;
