import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';

export const settingsPath = 'settings.json';
export const statisticsPath = 'statistics.json';
export const numberSpacesPath = 'number-spaces.json';
export const lifecyclesFolder = 'lifecycles/';

/** A trailing count of purchases, declared in the program's settings. */
export interface NamedMetric {
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: 'purchases_within';
  readonly days: number;
}

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

/**
 * `number-spaces.json`, optional: sources that share their order numbers, such as a shop and its till system. A source that
 * stands in no space is one of its own: two orders with the same number are two orders.
 */
export interface NumberSpaces {
  readonly spaces: readonly { readonly id: string; readonly sources: readonly string[] }[];
}

export const metricsMax = 20;
export const categoryCyclesMax = 2000;
export const numberSpacesMax = 50;
export const sourcesPerSpaceMax = 50;
